import type { ClassSet, Encoding, Skipped, SourceRecord, Task } from '../records/index.ts';

/** A file as it was when first seen; its later self is held to this. */
export interface FileLook {
  /** Below the source folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Nanoseconds since 1970, as decimal text: beyond what a double holds. */
  readonly modifiedNs: string;
}

/** What may become a record: an image and its mask, found but not yet read. */
export interface Candidate {
  /** Unique within the source, and its sort order. */
  readonly key: string;
  readonly id: string;
  readonly sourceSplit: string;
  readonly clip: string;
  readonly mask: FileLook;
  readonly image?: FileLook | undefined;
}

/** What a look into the source folder shows, before any file is opened. */
export interface Listing {
  /** Which of its known folder layouts the source has. */
  readonly layout: string;
  /** The folder that every path is relative to. */
  readonly root: string;
  /** Every source split that the recipe asks for, and whether its folder is there. */
  readonly presentSplits: Readonly<Record<string, boolean>>;
  readonly hasImages: boolean;
  /** Sorted by key. */
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
}

export type Inspected =
  | { readonly kind: 'record'; readonly key: string; readonly record: SourceRecord }
  | { readonly kind: 'skipped'; readonly key: string; readonly skipped: Skipped };

/** What a user may say about how masks are written; `auto` recognises it. */
export type EncodingChoice = Encoding | 'auto';

export interface InspectOptions {
  readonly listing: Listing;
  readonly classSet: ClassSet;
  readonly encoding: EncodingChoice;
}

/** Where candidates come from. One folder a kind, one line in `index.ts`. */
export interface Source {
  readonly kind: string;
  /** What this kind of source states beyond files, for claims that need it. */
  readonly facts: readonly string[];
  /** @throws {InvalidInput} when the folder has no layout that this source knows */
  list(folder: string, options: unknown, where: string): Promise<Listing>;
  /**
   * Looks at a sample before the long work starts.
   * @throws {InvalidInput} when the whole source is of a form that would only be skipped
   */
  survey(options: unknown, inspect: InspectOptions): Promise<void>;
  /** Reads one candidate completely: a record, or why not. */
  inspectTask(options: unknown, inspect: InspectOptions): Task<Candidate, Inspected>;
}
