import type { CheckReport } from '../../records/index.ts';
import type { ReleaseInfo } from '../release-info.ts';

/** What a card says by the kind of truth that the release holds. One file a kind. */
export interface TruthWords {
  /** As dataset hubs name the task. */
  readonly task: string;
  readonly tag: string;
  /** The files of a full release, as a sentence begins. */
  readonly files: string;
  /**
   * As dataset hubs name the licences of the images, `other` among them where a hub has no name; absent
   * where the recipe's licence is that of every image.
   */
  licences?(reports: readonly CheckReport[]): readonly string[];
  /** How the splits came to be and what the truths are, as Markdown. */
  describe(info: ReleaseInfo, reports: readonly CheckReport[]): string;
}
