import { InvalidImage } from '../../errors.ts';
import { photoLimits } from '../../io/index.ts';
import type { ModelInput } from '../../records/index.ts';
import { roundHalfEven } from './round-half-even.ts';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** To which size an image is resized, and which part of that is wanted. */
export interface Resampling {
  readonly resized: Size;
  readonly window: Size & { readonly left: number; readonly top: number };
}

/** Where the window goes: a canvas of `fill`, its place from the top left. */
export interface Geometry extends Resampling {
  readonly canvas: Size & { readonly left: number; readonly top: number; readonly fill: number };
}

/**
 * How an image of one size becomes a model's input: one way, or one a scale.
 *
 * @throws {InvalidImage} `photo-dimensions` when that would be more pixels than any photo may have
 */
export function geometriesOf(
  image: Size,
  { resize, crop }: Pick<ModelInput, 'resize' | 'crop'>,
): readonly Geometry[] {
  return resizedSizes(image, { resize, crop }).map((resized) => {
    const { width, height, fill } = crop ?? { ...resized, fill: 0 };
    const x = centre(resized.width, width);
    const y = centre(resized.height, height);
    const window = { left: x.from, top: y.from, width: x.length, height: y.length };
    refuseHuge(image, window);
    return { resized, window, canvas: { width, height, left: x.at, top: y.at, fill } };
  });
}

function resizedSizes(
  image: Size,
  { resize, crop }: Pick<ModelInput, 'resize' | 'crop'>,
): readonly Size[] {
  switch (resize.kind) {
    case 'none':
      return [{ width: image.width, height: image.height }];
    case 'squish':
      return [{ width: resize.width, height: resize.height }];
    case 'shorter-side':
      return [toSide(image, resize.pixels, Math.min(image.width, image.height))];
    case 'longest-side':
      return [toSide(image, resize.pixels, Math.max(image.width, image.height))];
    case 'crop-share': {
      const pixels = Math.floor((crop?.width ?? 0) / resize.share);
      return [toSide(image, pixels, Math.min(image.width, image.height))];
    }
    case 'scales':
      return resize.shorterSides.map((shorter) => toScale(image, shorter, resize));
  }
}

/**
 * One side becomes so long, the other keeps the aspect and is cut to whole pixels. Source: torchvision,
 * `_compute_resized_output_size`, whose quotient this is; a side is at least 1.
 */
function toSide({ width, height }: Size, pixels: number, side: number): Size {
  if (side === width) return { width: pixels, height: cut((pixels * height) / width) };
  return { width: cut((pixels * width) / height), height: pixels };
}

/** Source: CSAIL's semantic-segmentation-pytorch, `ValDataset`: scale, cut, then up to a multiple. */
function toScale(
  { width, height }: Size,
  shorter: number,
  { longest, multipleOf }: { readonly longest: number; readonly multipleOf: number },
): Size {
  const scale = Math.min(shorter / Math.min(height, width), longest / Math.max(height, width));
  const up = (side: number) => Math.ceil(cut(side * scale) / multipleOf) * multipleOf;
  return { width: up(width), height: up(height) };
}

function cut(side: number): number {
  return Math.max(Math.trunc(side), 1);
}

/**
 * The middle of a side, or where a side that is too short goes. Source: torchvision, `center_crop`:
 * what is cut away is halved and rounded half to even, what is padded is halved and rounded down.
 */
function centre(side: number, wanted: number) {
  if (wanted > side) return { from: 0, length: side, at: Math.floor((wanted - side) / 2) };
  return { from: roundHalfEven((side - wanted) / 2), length: wanted, at: 0 };
}

function refuseHuge(image: Size, window: Size): void {
  if (window.width * window.height <= photoLimits.mostPixels) return;
  throw new InvalidImage(
    'photo-dimensions',
    `Photo of ${image.width}x${image.height} would become ${window.width}x${window.height}, more than ${photoLimits.mostPixels} pixels`,
  );
}
