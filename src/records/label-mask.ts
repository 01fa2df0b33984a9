import { type SourcedFile, sourcedFileSchema } from './file-ref.ts';
import { type Sha256, sha256Schema } from './ids.ts';
import { z } from './parse.ts';

/** How the label values of a mask file are written. */
export const encodings = ['train-ids', 'shifted'] as const;
export type Encoding = (typeof encodings)[number];

/** `mapped`: by a table of values that the recipe gives. */
const maskEncodings = [...encodings, 'mapped'] as const;
export type MaskEncoding = (typeof maskEncodings)[number];

/** The truth of one image as a label mask. */
export interface LabelMask {
  readonly kind: 'mask';
  readonly file: SourcedFile;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly form: 'grey' | 'palette';
  /** Of the source file; a placed mask always holds train ids. */
  readonly encoding: MaskEncoding;
  /** Digest of the label map itself: equal for equal label maps, however they are stored. */
  readonly labelSha256: Sha256;
  /** Pixels by class name, every name of the class set and `void`; they add up to width x height. */
  readonly pixels: Readonly<Record<string, number>>;
}

export const labelMaskSchema = z.strictObject({
  kind: z.literal('mask'),
  file: sourcedFileSchema,
  width: z.int().positive(),
  height: z.int().positive(),
  form: z.enum(['grey', 'palette']),
  encoding: z.enum(maskEncodings),
  labelSha256: sha256Schema,
  pixels: z.record(z.string(), z.int().min(0)),
});
