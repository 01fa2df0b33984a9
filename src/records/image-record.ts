import { type Sha256, sha256Schema } from './ids.ts';
import { z } from './parse.ts';
import { relativePathSchema } from './relative-path.ts';

/** A file by content: the digest is of the bytes that lie at `path`. */
export interface FileRef {
  /** Relative, with forward slashes: below the source folder or below the release. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

export const fileRefSchema = z.strictObject({
  path: relativePathSchema,
  bytes: z.int().min(0),
  sha256: sha256Schema,
});

/** One file, as it lies in the source and, unless the release is a recipe, in the release. */
export interface SourcedFile {
  readonly source: FileRef;
  readonly placed?: FileRef | undefined;
}

const sourcedFileSchema = z.strictObject({
  source: fileRefSchema,
  placed: fileRefSchema.optional(),
});

/** How the label values of a mask file are written. */
export const encodings = ['train-ids', 'shifted'] as const;
export type Encoding = (typeof encodings)[number];

/** The truth of one image as a label mask. */
export interface LabelMask {
  readonly kind: 'mask';
  readonly file: SourcedFile;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly form: 'grey' | 'palette';
  /** Of the source file; a placed mask always holds train ids. */
  readonly encoding: Encoding;
  /** Digest of the label map itself: equal for equal label maps, however they are stored. */
  readonly labelSha256: Sha256;
  /** Pixels by class name, every name of the class set and `void`; they add up to width x height. */
  readonly pixels: Readonly<Record<string, number>>;
}

const labelMaskSchema = z.strictObject({
  kind: z.literal('mask'),
  file: sourcedFileSchema,
  width: z.int().positive(),
  height: z.int().positive(),
  form: z.enum(['grey', 'palette']),
  encoding: z.enum(encodings),
  labelSha256: sha256Schema,
  pixels: z.record(z.string(), z.int().min(0)),
});

/** An image that a source has read and judged readable, before a recipe gives it a split. */
export interface SourceRecord {
  readonly id: string;
  /** The split that the source had put it in. */
  readonly sourceSplit: string;
  /** What must not be torn apart by a split: the drive a frame was taken from. */
  readonly clip: string;
  /** Absent where the source holds labels only. */
  readonly image?: SourcedFile | undefined;
  readonly truth: LabelMask;
}

export const sourceRecordSchema = z.strictObject({
  id: z.string().min(1),
  sourceSplit: z.string().min(1),
  clip: z.string().min(1),
  image: sourcedFileSchema.optional(),
  truth: labelMaskSchema,
});

/** One image and its truth, in the split that the recipe gave it. */
export interface ImageRecord extends SourceRecord {
  readonly split: string;
}

export const imageRecordSchema: z.ZodType<ImageRecord> = sourceRecordSchema.extend({
  split: z.string().min(1),
});
