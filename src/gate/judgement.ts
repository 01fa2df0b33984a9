import type { Verdict } from '../records/index.ts';
import type { GateRule, Waiver } from './gate-manifest.ts';

/** What one rule says of one subject. */
export interface Judgement {
  readonly rule: GateRule['kind'];
  /** What it is about, as waivers name it: `clip-shared`, `train-pairs`, `png-truncated`. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** One line. */
  readonly why: string;
  /** Present where a waiver lets it through. */
  readonly waiver?: Waiver;
}
