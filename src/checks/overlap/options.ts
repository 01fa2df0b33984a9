import { nameSchema, parseAs, type Recipe, type Tier, tiers, z } from '../../records/index.ts';

/** Which class sets the classes of a dataset must not overlap. */
export interface OverlapOptions {
  readonly against: readonly string[];
  /** From this tier on an overlap is a fault. */
  readonly failsFrom: Tier;
}

const schema = z.strictObject({
  check: z.literal('overlap'),
  against: z.array(nameSchema).min(1),
  failsFrom: z.enum(tiers).default('T1'),
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseOverlapOptions(options: unknown, where: string): OverlapOptions {
  const { check: _, ...parsed } = parseAs(schema, options, where);
  return parsed;
}

/** The options of a recipe's overlap check; undefined where it has none. @throws {InvalidInput} */
export function overlapOptionsOf({ checks }: Recipe, where: string): OverlapOptions | undefined {
  const place = checks.findIndex(({ check }) => check === 'overlap');
  return place === -1
    ? undefined
    : parseOverlapOptions(checks[place], `${where} at checks[${place}]`);
}
