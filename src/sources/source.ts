import type {
  ClassLabels,
  ClassSet,
  Encoding,
  Skipped,
  SourceRecord,
  Task,
  TruthKind,
  Wnid,
} from '../records/index.ts';

/** A file as it was when first seen; its later self is held to this. */
export interface FileLook {
  /** Below the source folder, with forward slashes; may lead into an archive. */
  readonly path: string;
  readonly bytes: number;
  /** Nanoseconds since 1970, as decimal text: beyond what a double holds. */
  readonly modifiedNs: string;
  /** The archive it is a member of, which is what the disk knows; absent for a file of its own. */
  readonly archive?: Omit<FileLook, 'archive'>;
}

/** What may become a record, found but not yet read. */
export type Candidate = MaskCandidate | ImageCandidate;

/** An image, its truth told by where it lies. */
export type ImageCandidate = ClassCandidate | ClassesCandidate | UnlabelledCandidate;

interface Named {
  /** Unique within the source, and its sort order. */
  readonly key: string;
  readonly id: string;
  readonly sourceSplit: string;
}

/** An image and its mask. */
export interface MaskCandidate extends Named {
  readonly kind: 'mask';
  readonly clip: string;
  readonly mask: FileLook;
  readonly image?: FileLook | undefined;
}

/** An image filed under a class. */
export interface ClassCandidate extends Named {
  readonly kind: 'class';
  /** Name of the member of the class set. */
  readonly member: string;
  readonly wnid?: Wnid | undefined;
  readonly image: FileLook;
}

/** An image of several classes, and the file that says which. */
export interface ClassesCandidate extends Named {
  readonly kind: 'classes';
  readonly image: FileLook;
  readonly annotation: FileLook;
  /** Absent where the annotation is yet to be read. */
  readonly labels?: ClassLabels | undefined;
  /** Pixels that the annotation says the image has. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
}

/** An image without a class. */
export interface UnlabelledCandidate extends Named {
  readonly kind: 'unlabelled';
  readonly image: FileLook;
}

/** Every file that a candidate is made of. */
export function looksAt(candidate: Candidate): readonly FileLook[] {
  const { image } = candidate;
  const images = image === undefined ? [] : [image];
  if (candidate.kind === 'mask') return [candidate.mask, ...images];
  return candidate.kind === 'classes' ? [candidate.annotation, ...images] : images;
}

/** What a look into the source folder shows, before any file is opened. */
export interface Listing {
  /** Which of its known folder layouts the source has. */
  readonly layout: string;
  /** The folder that every path is relative to. */
  readonly root: string;
  /** Every part of the source that the recipe asks for, by name, and whether it is there. */
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

/** What a source must know to list its candidates. */
export interface ListRequest {
  /** The `source` part of the recipe. */
  readonly options: unknown;
  readonly classSet: ClassSet;
  /** What `options` were read from, for messages. */
  readonly where: string;
}

/** A source that is computed: the files it consists of, and how each is made. */
export interface Generation {
  /** Paths below the folder that it is made in, with forward slashes. */
  readonly files: readonly GeneratedFile[];
  /** Makes one file, whole or not at all. */
  task(folder: string): Task<GeneratedFile, GeneratedFile>;
}

export interface GeneratedFile {
  readonly path: string;
  /** Its place in the source, from 0. */
  readonly index: number;
}

/** Where candidates come from. One folder a kind, one line in `index.ts`. */
export interface Source {
  readonly kind: string;
  readonly truth: TruthKind;
  /** What this kind of source states beyond files, for claims that need it. */
  readonly facts: readonly string[];
  /** @throws {InvalidInput} when the folder has no layout that this source knows */
  list(folder: string, request: ListRequest): Promise<Listing>;
  /**
   * Looks at a sample before the long work starts.
   * @throws {InvalidInput} when the whole source is of a form that would only be skipped
   */
  survey(options: unknown, inspect: InspectOptions): Promise<void>;
  /**
   * How the source is made; absent where it is found.
   * @throws {InvalidInput} for options it does not know
   */
  generation?(options: unknown, where: string): Generation;
  /**
   * What values in masks mean, where the recipe says so: 256 train ids, by value.
   * @throws {InvalidInput} for options it does not know
   */
  maskTable?(options: unknown, classSet: ClassSet): Uint8Array;
  /** Reads one candidate completely: a record, or why not. */
  inspectTask(options: unknown, inspect: InspectOptions): Task<Candidate, Inspected>;
}
