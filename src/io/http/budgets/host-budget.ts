import { z } from '../../../records/index.ts';

/** What may be asked of some hosts together. */
export interface HostBudget {
  /** Under which it is counted, across restarts. */
  readonly name: string;
  /** `host:port` each, in lower case, the port always written. */
  readonly hosts: readonly string[];
  readonly requests: Limits;
  /** Of bodies, as sent. */
  readonly bytes: Limits;
  /** Requests at once, by one process. */
  readonly atOnce: number;
  /** From one request to the next, whichever process sends them. */
  readonly spacingMs: number;
}

/** At most so many in any time of that length; without bound where absent. */
export interface Limits {
  readonly minute?: number | undefined;
  readonly hour?: number | undefined;
  readonly day?: number | undefined;
}

const limitsSchema = z.strictObject({
  minute: z.int().positive().optional(),
  hour: z.int().positive().optional(),
  day: z.int().positive().optional(),
});

const shareSchema = z.strictObject({
  requests: limitsSchema,
  bytes: limitsSchema,
  atOnce: z.int().min(1).max(64),
  spacingMs: z.number().min(0).max(3_600_000),
});

/** What may be asked of hosts: those named, and every other, each for itself. */
export interface BudgetPlan {
  /** The first that names a host holds for it. */
  readonly named: readonly HostBudget[];
  readonly others: Omit<HostBudget, 'name' | 'hosts'>;
}

/** `host:port`, as {@link hostOf} writes it. */
export const hostSchema = z
  .string()
  .regex(/^[a-z0-9.:[\]_-]+:\d{1,5}$/, 'Not a host with its port');

export const budgetPlanSchema: z.ZodType<BudgetPlan> = z.strictObject({
  named: z.array(
    z.strictObject({
      ...shareSchema.shape,
      name: z.string().min(1).max(200),
      hosts: z.array(hostSchema).min(1),
    }),
  ),
  others: shareSchema,
});

/** The budget that holds for a host; one that is not named is counted under itself. */
export function budgetOf(host: string, { named, others }: BudgetPlan): HostBudget {
  const found = named.find(({ hosts }) => hosts.includes(host));
  return found ?? { ...others, name: host, hosts: [host] };
}

/** `host:port` of an http or https address, as budgets and allowed hosts name it. */
export function hostOf({ hostname, port, protocol }: URL): string {
  const usualPort = protocol === 'https:' ? '443' : '80';
  return `${hostname.replace(/\.$/, '')}:${port === '' ? usualPort : port}`;
}
