import { type ImageFormat, imageFormats } from './image-class.ts';
import { z } from './parse.ts';

/** An image without a class, as outliers have none: that it is in the set is all there is to know. */
export interface ImageUnlabelled {
  readonly kind: 'unlabelled';
  /** Of the image; pixels, as stored: EXIF orientation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
}

export const imageUnlabelledSchema = z.strictObject({
  kind: z.literal('unlabelled'),
  width: z.int().positive(),
  height: z.int().positive(),
  format: z.enum(imageFormats),
});
