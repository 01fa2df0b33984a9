/** What fetching from a host has cost so far. */
export interface HostUsage {
  /** Sent, each hop of a redirect and each attempt counted. */
  readonly requests: number;
  /** Of bodies, as they came. */
  readonly bytes: number;
  /** Pauses, for whatever reason, and their milliseconds in sum. */
  readonly waits: number;
  readonly waitedMs: number;
  /** Attempts after the first. */
  readonly retries: number;
}

/** Costs by host, to hold against what was estimated. */
export interface Usage {
  readonly total: HostUsage;
  /** By `host:port`, in the order of their first request. */
  readonly byHost: ReadonlyMap<string, HostUsage>;
  count(host: string, cost: Partial<HostUsage>): void;
}

const nothing: HostUsage = { requests: 0, bytes: 0, waits: 0, waitedMs: 0, retries: 0 };

export function openUsage(): Usage {
  const byHost = new Map<string, HostUsage>();
  return {
    get total() {
      return [...byHost.values()].reduce(sum, nothing);
    },
    byHost,
    count(host, cost) {
      byHost.set(host, sum(byHost.get(host) ?? nothing, cost));
    },
  };
}

function sum(a: HostUsage, b: Partial<HostUsage>): HostUsage {
  return {
    requests: a.requests + (b.requests ?? 0),
    bytes: a.bytes + (b.bytes ?? 0),
    waits: a.waits + (b.waits ?? 0),
    waitedMs: a.waitedMs + (b.waitedMs ?? 0),
    retries: a.retries + (b.retries ?? 0),
  };
}
