import { compareText } from '../../records/index.ts';
import { drawOf } from '../../sources/index.ts';
import type { PhotoOrder } from './acquire-photo.ts';

/** What fetching the photos of a plan is expected to take. */
export interface FetchEstimate {
  readonly photos: number;
  /** Of photos whose size was asked for. */
  readonly sampled: number;
  readonly bytes: number;
  /** One standard error of `bytes`; 0 where every size was asked for. */
  readonly bytesError: number;
  /** What the server refused when asked for its size, of those sampled. */
  readonly refused: number;
}

/** Sizes asked for at most: photos vary by half their mean, so this many tell it to some 3 %. */
const mostSampled = 400;

/**
 * Estimates the bytes of all photos from the sizes of some, chosen by nothing but their ids. No photo
 * is downloaded.
 *
 * @param askAll asks for many sizes, as many at once as is polite
 */
export async function estimateFetch(
  orders: Iterable<PhotoOrder>,
  askAll: (orders: readonly PhotoOrder[]) => Promise<readonly (number | undefined)[]>,
): Promise<FetchEstimate> {
  const { photos, sample } = sampleOf(orders);
  const answers = await askAll(sample);
  const sizes = answers.filter((size) => size !== undefined);
  const all = answers.map((size) => size ?? 0);
  const mean = all.reduce((sum, size) => sum + size, 0) / Math.max(1, all.length);
  const squares = all.reduce((sum, size) => sum + (size - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, all.length - 1));
  // Without replacement: of a plan that was asked for whole nothing is left to guess.
  const unseen = Math.sqrt(1 - all.length / Math.max(1, photos));
  return {
    photos,
    sampled: all.length,
    bytes: Math.round(mean * photos),
    bytesError: Math.round((photos * deviation * unseen) / Math.sqrt(Math.max(1, all.length))),
    refused: all.length - sizes.length,
  };
}

/** The photos with the lowest draws, of all in one pass. */
function sampleOf(orders: Iterable<PhotoOrder>): {
  readonly photos: number;
  readonly sample: readonly PhotoOrder[];
} {
  let photos = 0;
  let drawn: { readonly draw: string; readonly order: PhotoOrder }[] = [];
  const keepLowest = () => {
    drawn = drawn.sort((a, b) => compareText(a.draw, b.draw)).slice(0, mostSampled);
  };
  for (const order of orders) {
    photos++;
    drawn.push({ draw: drawOf('size', order.photo.photoId), order });
    if (drawn.length === 4 * mostSampled) keepLowest();
  }
  keepLowest();
  return { photos, sample: drawn.map(({ order }) => order) };
}
