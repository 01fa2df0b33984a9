import { parseAs, z } from '../../records/index.ts';

/** The `source` part of a recipe that computes its images. */
export interface NoiseOptions {
  readonly kind: 'noise';
  readonly noise: Noise;
  /** The same seed gives the same images, each of them whatever the number of the others. */
  readonly seed: string;
  readonly count: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What the images show. Values are -1 to 1, all of them independent unless blurred. */
export type Noise =
  /** Normal with mean 0, clipped to the range. */
  | { readonly kind: 'gaussian'; readonly sigma: number }
  /** -1 or 1, each as likely. */
  | { readonly kind: 'rademacher' }
  | BlobNoise;

/**
 * 1 with `probability`, else 0; blurred; what is below `threshold` becomes 0; then 0 to 1 is stretched
 * to -1 to 1.
 */
export interface BlobNoise {
  readonly kind: 'blobs';
  readonly probability: number;
  /** Of the blur, in pixels. */
  readonly sigma: number;
  /** Are the three channels an axis of the blur too? Then blobs are nearly grey. */
  readonly blursChannels: boolean;
  readonly threshold: number;
}

const side = z.int().min(1).max(4096);

const schema: z.ZodType<NoiseOptions> = z.strictObject({
  kind: z.literal('noise'),
  noise: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('gaussian'), sigma: z.number().min(0.1).max(10) }),
    z.strictObject({ kind: z.literal('rademacher') }),
    z.strictObject({
      kind: z.literal('blobs'),
      probability: z.number().min(0).max(1),
      sigma: z.number().min(0.5).max(16),
      blursChannels: z.boolean(),
      threshold: z.number().min(0).max(1),
    }),
  ]),
  seed: z.string().min(1),
  count: z.int().min(1).max(1_000_000),
  width: side,
  height: side,
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseNoiseOptions(value: unknown, where: string): NoiseOptions {
  return parseAs(schema, value, `${where} at source`);
}
