import type { Journal } from '../../io/index.ts';
import {
  type INaturalistSource,
  partOfGroup,
  type Skipped,
  type SpeciesRecord,
} from '../../records/index.ts';
import { acquiredOf } from './acquire-all.ts';
import { type AcquiredImage, type PhotoOrder, skippedPhoto } from './acquire-photo.ts';
import type { PlanBook } from './plan-book.ts';

/** What of the plan becomes records, once every photo was asked for. */
export interface Settlement {
  /** In the order of the plan. */
  records(): Generator<SpeciesRecord>;
  skipped(): Generator<Skipped>;
}

/**
 * Decides over what was acquired. Of photos with the same pixels within one species the first drawn
 * stays; with the same pixels in several species none does, since nobody knows what they show. A
 * species that is left with fewer images than the recipe asks for goes, and its images with it.
 */
export function settle(
  book: PlanBook,
  journal: Journal,
  { groups, size }: INaturalistSource,
): Settlement {
  const twins = findTwins(imagesOf(book, journal));
  const least = new Map(groups.map(({ group, leastImages }) => [group, leastImages]));
  const left = new Map<number, number>();
  for (const { order } of imagesOf(book, journal)) {
    if (twins.has(order.photo.photoId)) continue;
    left.set(order.taxon.id, (left.get(order.taxon.id) ?? 0) + 1);
  }
  const isTooFew = ({ group, taxon }: PhotoOrder) =>
    (left.get(taxon.id) ?? 0) < (least.get(group) as number);
  return {
    *records() {
      for (const { order, image } of imagesOf(book, journal)) {
        if (twins.has(order.photo.photoId) || isTooFew(order)) continue;
        yield recordOf(order, image);
      }
    },
    *skipped() {
      yield* book.skipped();
      for (const order of book.orders()) {
        const why = whyNot(order, { journal, twins, isTooFew, left });
        if (why !== undefined) yield skippedPhoto(order, size, why);
      }
    },
  };
}

type Why = Pick<Skipped, 'reason' | 'detail'>;

function whyNot(
  order: PhotoOrder,
  seen: {
    readonly journal: Journal;
    readonly twins: ReadonlyMap<number, Why>;
    readonly isTooFew: (order: PhotoOrder) => boolean;
    readonly left: ReadonlyMap<number, number>;
  },
): Why | undefined {
  const outcome = acquiredOf(order, seen.journal);
  if (outcome?.kind === 'skipped') return { reason: outcome.reason, detail: outcome.detail };
  const twin = seen.twins.get(order.photo.photoId);
  if (twin !== undefined) return twin;
  if (!seen.isTooFew(order)) return undefined;
  const { id, name } = order.taxon;
  const detail = `${name} is left with ${seen.left.get(id) ?? 0} images`;
  return { reason: 'species-too-few-images', detail };
}

interface OrderedImage {
  readonly order: PhotoOrder;
  readonly image: AcquiredImage;
}

function* imagesOf(book: PlanBook, journal: Journal): Generator<OrderedImage> {
  for (const order of book.orders()) {
    const image = acquiredOf(order, journal);
    if (image?.kind === 'image') yield { order, image };
  }
}

/** Where pixels were seen first, and whether in one species alone. */
interface FirstSeen {
  readonly photoId: number;
  readonly taxonId: number;
}

/** Photos that are no records because of others with the same pixels, by photo id. */
function findTwins(images: Iterable<OrderedImage>): ReadonlyMap<number, Why> {
  const firsts = new Map<string, FirstSeen>();
  const twins = new Map<number, Why>();
  for (const { order, image } of images) {
    const { photoId } = order.photo;
    const first = firsts.get(image.seen.pixelSha256);
    if (first === undefined) {
      firsts.set(image.seen.pixelSha256, { photoId, taxonId: order.taxon.id });
      continue;
    }
    if (first.taxonId === order.taxon.id) {
      twins.set(photoId, {
        reason: 'photo-twice',
        detail: `Same pixels as photo ${first.photoId}`,
      });
      continue;
    }
    const reason = 'photo-of-several-species';
    const alike = (other: number) => `Same pixels as photo ${other}, of another species`;
    twins.set(photoId, { reason, detail: alike(first.photoId) });
    twins.set(first.photoId, { reason, detail: alike(photoId) });
  }
  return twins;
}

function recordOf(
  { photo, group, taxon, split }: PhotoOrder,
  { received, written, etag, seen }: AcquiredImage,
): SpeciesRecord {
  const { photoId, observation, observer, creator, licence } = photo;
  const { observedOn, latitude, longitude, country } = photo;
  const stated = { observedOn, latitude, longitude, country, etag };
  return {
    id: String(photoId),
    sourceSplit: partOfGroup(group),
    split,
    image: { source: received, placed: written },
    truth: {
      kind: 'species',
      member: group,
      taxon,
      ...seen,
      photo: { photoId, observation, observer, creator, licence, ...stated },
    },
  };
}
