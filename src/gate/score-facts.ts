import type { NamedEvaluation } from '../evaluation/index.ts';
import type { ScoreTable } from '../records/index.ts';

/** What was measured on a release, and where what it is held against is found. */
export interface ScoreFacts {
  /** Digest of the release's `SHA256SUMS`. */
  readonly releaseSha256: string;
  readonly evaluations: readonly NamedEvaluation[];
  readonly readTable: (name: string) => Promise<ScoreTable>;
  readonly readBaseline: (nameOrPath: string) => Promise<NamedEvaluation>;
}
