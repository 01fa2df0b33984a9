import { z } from './parse.ts';

/** What a model takes, and how a photo becomes it: turned, resized, cropped, normalised, laid out. */
export interface ModelInput {
  /** Name of the tensor. */
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly channels: 'RGB' | 'BGR';
  /** Largest value before mean and deviation: 1 where bytes are divided by 255, 255 where not. */
  readonly range: 1 | 255;
  /** In the order of `channels`, in the unit of `range`. A value becomes `(value - mean) / std`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** `as-stored`: EXIF's orientation is not applied, as torchvision's folders do not apply it. */
  readonly orientation: 'as-stored' | 'exif';
  readonly resize: ModelResize;
  readonly filter: ModelFilter;
  /** The middle of what was resized; absent: all of it. */
  readonly crop?: ModelCrop | undefined;
}

/** Sizes in pixels. Sides that are computed are cut to whole pixels, as torchvision does. */
export type ModelResize =
  | { readonly kind: 'none' }
  /** To this size, whatever the aspect of the photo. */
  | { readonly kind: 'squish'; readonly width: number; readonly height: number }
  /** The shorter side becomes so long, the other keeps the aspect. */
  | { readonly kind: 'shorter-side'; readonly pixels: number }
  /** The longer side becomes so long, the other keeps the aspect. */
  | { readonly kind: 'longest-side'; readonly pixels: number }
  /** timm's: the shorter side becomes the crop's divided by `share`, rounded down. */
  | { readonly kind: 'crop-share'; readonly share: number }
  /**
   * Once a shorter side, the longer one bounded, both rounded up to a multiple. The model runs on each,
   * and either its scores are averaged as they are, or the posteriors that they mean.
   */
  | {
      readonly kind: 'scales';
      readonly shorterSides: readonly number[];
      readonly longest: number;
      readonly multipleOf: number;
      readonly average: 'scores' | 'probabilities';
    };

/**
 * How pixels are interpolated, to the byte. Pillow widens its filters where it reduces; OpenCV's looks
 * at neighbours only.
 */
export type ModelFilter =
  | {
      readonly library: 'pillow';
      readonly name: 'nearest' | 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';
    }
  | { readonly library: 'opencv'; readonly name: 'linear' };

/** Where the resized image is smaller, it is padded with `fill`, a byte, before it is normalised. */
export interface ModelCrop {
  readonly width: number;
  readonly height: number;
  readonly fill: number;
}

const side = z.int().min(1).max(16_384);
const threeNumbers = z.array(z.number().min(-1e6).max(1e6)).length(3);

const resizeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('squish'), width: side, height: side }),
  z.strictObject({ kind: z.literal('shorter-side'), pixels: side }),
  z.strictObject({ kind: z.literal('longest-side'), pixels: side }),
  z.strictObject({ kind: z.literal('crop-share'), share: z.number().min(0.05).max(1) }),
  z.strictObject({
    kind: z.literal('scales'),
    shorterSides: z.array(side).min(1).max(32),
    longest: side,
    multipleOf: z.int().min(1).max(1024),
    average: z.enum(['scores', 'probabilities']),
  }),
]);

export const modelInputSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    layout: z.enum(['NCHW', 'NHWC']),
    type: z.enum(['float32', 'float16', 'uint8']),
    channels: z.enum(['RGB', 'BGR']),
    range: z.union([z.literal(1), z.literal(255)]),
    mean: threeNumbers,
    std: threeNumbers.refine((values) => values.every((value) => value > 0), 'Not above zero'),
    orientation: z.enum(['as-stored', 'exif']).default('as-stored'),
    resize: resizeSchema,
    filter: z.discriminatedUnion('library', [
      z.strictObject({
        library: z.literal('pillow'),
        name: z.enum(['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos']),
      }),
      z.strictObject({ library: z.literal('opencv'), name: z.literal('linear') }),
    ]),
    crop: z
      .strictObject({
        width: side,
        height: side,
        fill: z.int().min(0).max(255).default(0),
      })
      .optional(),
  })
  .superRefine(({ type, range, mean, std, resize, crop }, context) => {
    const complain = (message: string, input: unknown, path: PropertyKey[]) =>
      context.addIssue({ code: 'custom', message, input, path });
    const isPlain = range === 255 && mean.every((v) => v === 0) && std.every((v) => v === 1);
    if (type === 'uint8' && !isPlain) {
      complain('Bytes are not normalised: range is 255, mean 0, std 1', range, ['range']);
    }
    if (resize.kind === 'crop-share' && (crop === undefined || crop.width !== crop.height)) {
      complain('A crop share needs a square crop', resize.share, ['resize', 'share']);
    }
    if (resize.kind === 'scales' && crop !== undefined) {
      complain('Scales are not cropped', crop.width, ['crop']);
    }
  });
