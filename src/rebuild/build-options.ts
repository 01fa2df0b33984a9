import type { PinnedPlaces } from '../io/index.ts';
import type { EncodingChoice } from '../sources/index.ts';

/** How files come into a release; `none` makes a recipe release, which holds no files. */
export const placements = ['hardlink', 'copy', 'none'] as const;
export type Placement = (typeof placements)[number];

export interface BuildOptions {
  /** The source folder. */
  readonly from: string;
  /** The folder in which the release folder is made. */
  readonly out: string;
  /** `undefined`: hard links where the file system allows them, else copies. */
  readonly placement: Placement | undefined;
  readonly encoding: EncodingChoice;
  readonly threads: number;
  /** Where pinned class lists are that a certificate needs; without it, class sets alone are known. */
  readonly lists?: PinnedPlaces | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly phase: 'identify' | 'plan' | 'fetch' | 'generate' | 'inspect' | 'place' | 'judge';
  readonly done: number;
  readonly total: number;
}
