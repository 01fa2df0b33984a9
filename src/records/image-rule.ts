import { z } from './parse.ts';

/** How an image is written. */
export interface ImageRule {
  /**
   * `keep`: the bytes as received. `shorter-side`: scaled down until the shorter side has so many
   * pixels; smaller images stay. `square`: the same, then the middle is cut out.
   */
  readonly resize: { readonly kind: 'keep' } | ResizeRule;
  /** Images with fewer pixels on the shorter side are left out. */
  readonly leastSide: number;
}

export interface ResizeRule {
  readonly kind: 'shorter-side' | 'square';
  readonly pixels: number;
  /** Of the JPEG that is written, 1 to 100. */
  readonly quality: number;
}

const resizeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({
    kind: z.enum(['shorter-side', 'square']),
    pixels: z.int().min(16).max(2048),
    quality: z.int().min(1).max(100),
  }),
]);

export const imageRuleSchema: z.ZodType<ImageRule> = z.strictObject({
  resize: resizeSchema,
  leastSide: z.int().positive(),
});
