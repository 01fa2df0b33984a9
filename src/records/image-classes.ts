import { type ImageFormat, imageFormats } from './image-class.ts';
import { z } from './parse.ts';

/** Which classes of the class set an image shows, as multi-label classifiers are tested. */
export interface ClassLabels {
  /** Indices into the class set, ascending. */
  readonly classes: readonly number[];
  /**
   * Indices of classes that the image may be said to show or not: of which it shows only what its
   * annotators call difficult, or a crowd. Who measures leaves them out. Ascending, none of `classes`.
   */
  readonly difficult: readonly number[];
}

/** The truth of one image as a set of classes, which may be empty. */
export interface ImageClasses extends ClassLabels {
  readonly kind: 'classes';
  /** Of the image; pixels, as stored: EXIF orientation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
}

const indices = z
  .array(z.int().min(0))
  .refine(
    (all) => all.every((index, i) => i === 0 || index > (all[i - 1] as number)),
    'Not ascending',
  );

export const imageClassesSchema: z.ZodType<ImageClasses> = z
  .strictObject({
    kind: z.literal('classes'),
    classes: indices,
    difficult: indices,
    width: z.int().positive(),
    height: z.int().positive(),
    format: z.enum(imageFormats),
  })
  .refine(({ classes, difficult }) => !difficult.some((index) => classes.includes(index)), {
    message: 'Class is both shown and difficult',
    path: ['difficult'],
  });
