import { decodePhoto, type Pixels } from '../../io/index.ts';
import type { ModelFilter, ModelInput } from '../../records/index.ts';
import type { Tensor } from '../session.ts';
import { geometriesOf, type Resampling, type Size } from './geometry.ts';
import { nearestResize } from './nearest-resize.ts';
import { opencvResize } from './opencv-resize.ts';
import { pillowResize } from './pillow-resize.ts';
import { byteValues, tensorOf } from './tensor-of.ts';

/** Makes a model's input of photos, as its manifest says. */
export interface Preprocessor {
  /** Dims of what a photo of this size becomes, as a batch of one: one tensor, or one a scale. */
  dims(image: Size): readonly (readonly number[])[];
  /** The tensors themselves; the data is new each time, so it may be given away. */
  prepare(pixels: Pixels): readonly Tensor[];
  /**
   * The same from the bytes of a JPEG or PNG file.
   *
   * @throws {InvalidImage} what `decodePhoto` throws, and `photo-dimensions`
   */
  read(bytes: Uint8Array): Promise<readonly Tensor[]>;
}

/**
 * What a photo becomes equals, byte for byte, what Pillow (or OpenCV, where the manifest names it) and
 * torchvision's transforms make of it.
 */
export function makePreprocessor(input: ModelInput): Preprocessor {
  const values = byteValues(input);
  const isPlanar = input.layout === 'NCHW';
  const prepare = (pixels: Pixels) =>
    geometriesOf(pixels, input).map((geometry) =>
      tensorOf(resample(pixels, geometry, input.filter), geometry, { input, values }),
    );
  return {
    dims: (image) =>
      geometriesOf(image, input).map(({ canvas: { width, height } }) =>
        isPlanar ? [1, 3, height, width] : [1, height, width, 3],
      ),
    prepare,
    read: async (bytes) => prepare(await decodePhoto(bytes, input.orientation)),
  };
}

/**
 * The window of a resized image.
 *
 * @returns RGB, row by row; it may share the memory of `pixels`
 */
export function resample(pixels: Pixels, resampling: Resampling, filter: ModelFilter): Uint8Array {
  if (filter.library === 'opencv') return opencvResize(pixels, resampling);
  if (filter.name === 'nearest') return nearestResize(pixels, resampling);
  return pillowResize(pixels, resampling, filter.name);
}
