import { InvalidInput } from '../../errors.ts';
import { breathe } from '../../io/index.ts';
import type { ModelInput } from '../../records/index.ts';
import { prepareBatch, tensorOf } from '../scorer/prepare-batch.ts';
import { openSession } from '../session.ts';
import type { Subject } from '../subjects/subject.ts';
import { classDensities } from './class-densities.ts';
import { addMoments, newMoments } from './class-moments.ts';
import {
  densityModel,
  featureModel,
  type ImageSize,
  pixelFeatures,
  stride,
} from './pixel-graph.ts';

export interface PixelModelOptions {
  /** Classes at the beginning of the class set that the model is to know. */
  readonly classes: number;
  readonly size: ImageSize;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** How the model takes images: as they are, from 0 to 1. */
export const pixelModelInput: ModelInput = {
  name: 'image',
  layout: 'NCHW',
  type: 'float32',
  channels: 'RGB',
  range: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  orientation: 'as-stored',
  resize: { kind: 'none' },
  filter: { library: 'pillow', name: 'bilinear' },
};

/**
 * Fits a segmentation model in closed form: the colours of the pixels of each class, near and around,
 * as a Gaussian. No network is trained, so the same images give the same model, in seconds.
 *
 * @returns the bytes of the ONNX model
 * @throws {InvalidInput} when there is nothing to learn from, or an image without a mask
 */
export async function fitPixelModel(
  subjects: readonly Subject[],
  { classes, size, onProgress }: PixelModelOptions,
): Promise<Uint8Array> {
  if (subjects.length === 0) throw new InvalidInput('No images to fit a model of pixels on');
  const session = await openSession(featureModel(size), 'features of pixels');
  const moments = newMoments(classes, pixelFeatures);
  try {
    let done = 0;
    for await (const subject of breathe(subjects)) {
      const batch = await prepareBatch(
        { shard: 0, first: 0, subjects: [subject] },
        { input: pixelModelInput, channels: { first: 0, count: classes } },
      );
      if (batch.truth === undefined) throw new InvalidInput(`Image without a mask: ${subject.id}`);
      const { features } = await session.run({ image: tensorOf(batch) });
      addMoments(moments, features?.data as Float32Array, everyFourth(batch.truth, size));
      onProgress?.(++done, subjects.length);
    }
  } finally {
    await session.close();
  }
  return densityModel(classDensities(moments), size);
}

/** The label in the middle of each field. */
function everyFourth(labels: Uint8Array, { width, height }: ImageSize): Uint8Array {
  const columns = width / stride;
  return Uint8Array.from({ length: columns * (height / stride) }, (_, i) => {
    const x = (i % columns) * stride + stride / 2;
    const y = Math.floor(i / columns) * stride + stride / 2;
    return labels[y * width + x] as number;
  });
}
