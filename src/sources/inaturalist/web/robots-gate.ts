import { InvalidInput } from '../../../errors.ts';
import { allAllowed, allForbidden, isAllowedBy, parseRobots, type Robots } from './robots.ts';

/** Answers for the robots.txt of every host that is asked, each read once. */
export interface RobotsGate {
  /** May this address be asked for? */
  isAllowed(url: string): Promise<boolean>;
  /** Waits as long as the host wants between two pages. */
  space(url: string): Promise<void>;
}

export interface RobotsGateOptions {
  /** Name of the robot, without version. */
  readonly product: string;
  /**
   * Reads a robots.txt. Redirects are followed. Throws where there is no answer: then nothing is
   * known, and nothing else may be asked.
   */
  readonly fetchRobots: (url: string) => Promise<RobotsReply>;
  readonly sleep: (ms: number) => Promise<void>;
  /** In milliseconds; only differences count. */
  readonly now: () => number;
}

export interface RobotsReply {
  readonly status: number;
  /** At least its first 500 KiB. */
  readonly text: string;
}

export function openRobotsGate(options: RobotsGateOptions): RobotsGate {
  const robots = new Map<string, Promise<Robots>>();
  const nextAt = new Map<string, number>();
  const robotsOf = (url: string): Promise<Robots> => {
    const { origin } = new URL(url);
    const known = robots.get(origin) ?? readRobots(`${origin}/robots.txt`, options);
    robots.set(origin, known);
    return known;
  };
  return {
    isAllowed: async (url) => isAllowedBy(await robotsOf(url), url),
    space: async (url) => {
      const { crawlDelayMs } = await robotsOf(url);
      if (crawlDelayMs === 0) return;
      const { origin } = new URL(url);
      const at = Math.max(nextAt.get(origin) ?? 0, options.now());
      nextAt.set(origin, at + crawlDelayMs);
      const waitMs = at - options.now();
      if (waitMs > 0) await options.sleep(waitMs);
    },
  };
}

/**
 * What an answer means after section 2.3.1 of RFC 9309: none there, all may; a fault, nothing may.
 * 429 is taken for a fault too: the host has enough of us.
 */
async function readRobots(url: string, options: RobotsGateOptions): Promise<Robots> {
  const { status, text } = await options.fetchRobots(url);
  if (status >= 200 && status < 300) return parseRobots(text, options.product);
  return status >= 400 && status < 500 && status !== 429 ? allAllowed : allForbidden;
}

/** The error for who is forbidden an address that cannot be done without. */
export function forbiddenByRobots(url: string): InvalidInput {
  return new InvalidInput(
    `The host's robots.txt forbids this address, take the open data or the API instead: ${url}`,
  );
}
