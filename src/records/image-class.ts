import { z } from './parse.ts';
import { type Wnid, wnidSchema } from './wnid.ts';

/** What image files hold, whatever their names end in. */
export const imageFormats = ['jpeg', 'png'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** The truth of one image as a class. */
export interface ImageClass {
  readonly kind: 'class';
  /** Name of a member of the class set. */
  readonly member: string;
  /** The synset that the source files the image under; absent where it goes by names. */
  readonly wnid?: Wnid | undefined;
  /** Of the image; pixels, as stored: EXIF orientation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
}

export const imageClassSchema = z.strictObject({
  kind: z.literal('class'),
  member: z.string().min(1),
  wnid: wnidSchema.optional(),
  width: z.int().positive(),
  height: z.int().positive(),
  format: z.enum(imageFormats),
});
