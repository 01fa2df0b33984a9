import { seededRandom } from '../../records/index.ts';

/** A rule by which some requests go wrong. The first rule that speaks of a request decides. */
export interface Fault {
  readonly kind: FaultKind;
  /** Of paths with their query; all, where `undefined`. */
  readonly path?: RegExp;
  /** Every n-th request that the rule covers, from the n-th on; each, where `undefined`. */
  readonly every?: number;
  /** This share of those, drawn by the seed of the stand-in; all, where `undefined`. */
  readonly share?: number;
  /** Goes wrong so many times and never again. */
  readonly times?: number;
  /** Counts the requests of each path by itself. */
  readonly perPath?: boolean;
}

export type FaultKind =
  /** Asks to be left alone. */
  | { readonly status: 429 | 500 | 502 | 503; readonly retryAfter?: string }
  | { readonly status: 403 | 404 | 410 | 451 }
  /** Answers, so much later. */
  | { readonly slowMs: number }
  /** Announces the whole body, sends half and hangs up. */
  | 'half-body'
  /** Sends the whole body, announces ten bytes more, hangs up. */
  | 'wrong-length'
  /** A page that says sorry, with status 200. */
  | 'web-page'
  /** Sends on to itself, to a private address, or there. */
  | { readonly redirect: 'loop' | 'private' | URL }
  /** The file has another ETag, each time. */
  | 'changed-etag'
  /** Hangs up before a word. */
  | 'reset';

/** Decides of one request after the other whether it goes wrong. */
export type FaultPlan = (path: string) => FaultKind | undefined;

/** The same rules, seed and requests give the same faults. */
export function planFaults(faults: readonly Fault[], seed: string): FaultPlan {
  const rules = faults.map((fault, i) => newRule(fault, `${seed} fault ${i}`));
  return (path) => {
    const [first] = rules.map((rule) => rule(path)).filter((kind) => kind !== undefined);
    return first;
  };
}

function newRule(
  { kind, path, every = 1, share = 1, times, perPath }: Fault,
  seed: string,
): FaultPlan {
  const counts = new Map<string, { covered: number; wrong: number }>();
  return (requested) => {
    if (path?.test(requested) === false) return undefined;
    const key = perPath === true ? requested : '';
    const count = counts.get(key) ?? { covered: 0, wrong: 0 };
    counts.set(key, count);
    count.covered++;
    if (count.covered % every !== 0 || (times !== undefined && count.wrong >= times))
      return undefined;
    if (share < 1 && seededRandom(`${seed} ${key} ${count.covered}`).next() >= share)
      return undefined;
    count.wrong++;
    return kind;
  };
}
