import type { Finding, ReferenceHashes } from '../../records/index.ts';
import type { Judged } from './equal-images.ts';
import { findNear, mostNearPairs, type NearPair } from './find-near.ts';
import { groupHashes } from './group-hashes.ts';
import type { ImageIndex, IndexedImage } from './image-index.ts';
import { judgeGroup, reachesAcross, subjectOf } from './judge-group.ts';
import type { DuplicatesOptions } from './options.ts';

interface Reference {
  readonly hashes: ReferenceHashes;
  /** Images of it that have the bytes of one of the release: those are said to be equal, not near. */
  readonly equal: ReadonlySet<number>;
}

/**
 * Images whose perceptual hashes are near: of the release among themselves, where their pixels are not
 * the same, and to those of a reference. Each finding is of two hashes, with all images that have one
 * of them, or of one hash. Of those that reach across species or splits, of those that do not and of
 * those of the reference the nearest are listed.
 */
export function nearImages(
  index: ImageIndex,
  { mostDistance, nearAcross, nearReference, mostListed }: DuplicatesOptions,
  reference: Reference | undefined,
): Judged {
  const groups = new NearGroups(index, reference);
  const { pairs, isCutShort } = findNear(groups.hashes, index.hashed.length, mostDistance);
  const among = pairs.filter((pair) => groups.isAmong(pair));
  const across = among.filter((pair) => groups.isAcross(pair));
  const within = among.filter((pair) => !groups.isAcross(pair));
  const toReference = pairs.filter((pair) => groups.isToReference(pair));
  const listed = [across, within].flatMap((ones) => nearest(ones).slice(0, mostListed));
  const nearOnes = listed.map((pair): Finding => {
    const how = { sameness: 'near', across: nearAcross, members: 'species' } as const;
    const { values, ...finding } = judgeGroup(groups.imagesOf(pair), how);
    return { ...finding, values: { distance: pair.distance, ...values } };
  });
  const nearReferences = nearest(toReference)
    .slice(0, mostListed)
    .map((pair) => groups.judgeReference(pair, nearReference));
  return {
    figures: {
      nearPairs: among.length,
      nearPairsAcross: across.length,
      ...(reference === undefined ? {} : { nearToReference: toReference.length }),
    },
    findings: [...nearOnes, ...nearReferences, ...(isCutShort ? [cutShort] : [])],
  };
}

/** What was not looked at is not judged. */
const cutShort: Finding = {
  code: 'near-pairs-too-many',
  level: 'unjudged',
  subject: 'images',
  values: { counted: mostNearPairs },
};

function nearest(pairs: readonly NearPair[]): readonly NearPair[] {
  return pairs.toSorted((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b);
}

interface Members {
  readonly images: readonly IndexedImage[];
  /** Numbers in the reference; those with the bytes of an image of the release left out. */
  readonly references: readonly number[];
  readonly isAcross: boolean;
}

/** Groups of one hash each, their members looked up once. */
class NearGroups {
  readonly hashes;
  readonly #index: ImageIndex;
  readonly #reference: Reference | undefined;
  readonly #members = new Map<number, Members>();

  constructor(index: ImageIndex, reference: Reference | undefined) {
    this.#index = index;
    this.#reference = reference;
    this.hashes = groupHashes({
      high: joined(index.high, reference?.hashes.high),
      low: joined(index.low, reference?.hashes.low),
    });
  }

  /** Is the pair one of images of the release that are not the same to the pixel? */
  isAmong({ a, b }: NearPair): boolean {
    const [first, second] = [this.#of(a).images, this.#of(b).images];
    if (a !== b) return first.length > 0 && second.length > 0;
    return first.some(({ firstOfPixels }) => firstOfPixels !== first[0]?.firstOfPixels);
  }

  isAcross({ a, b }: NearPair): boolean {
    const [first, second] = [this.#of(a), this.#of(b)];
    if (first.isAcross || second.isAcross) return true;
    return reachesAcross([...first.images.slice(0, 1), ...second.images.slice(0, 1)]);
  }

  isToReference({ a, b }: NearPair): boolean {
    const [first, second] = [this.#of(a), this.#of(b)];
    return (
      (first.images.length > 0 && second.references.length > 0) ||
      (first.references.length > 0 && second.images.length > 0)
    );
  }

  imagesOf({ a, b }: NearPair): readonly IndexedImage[] {
    const { images } = this.#of(a);
    return a === b ? images : [...images, ...this.#of(b).images];
  }

  judgeReference({ a, b, distance }: NearPair, level: Finding['level']): Finding {
    const [first, second] = [this.#of(a), this.#of(b)];
    const isFirst = first.images.length > 0 && second.references.length > 0;
    const { images } = isFirst ? first : second;
    const { references } = isFirst ? second : first;
    const paths = references.map((number) => this.#reference?.hashes.pathOf(number) ?? '').sort();
    const values = { distance, reference: paths[0] ?? '', references: paths.length };
    return { code: 'near-reference', level, subject: subjectOf(images), values };
  }

  #of(group: number): Members {
    const known = this.#members.get(group);
    if (known !== undefined) return known;
    const { items, starts } = this.hashes;
    const { hashed, images: all } = this.#index;
    const ofGroup = [...items.subarray(starts[group], starts[group + 1])];
    const images = ofGroup
      .filter((item) => item < hashed.length)
      .map((item) => all[hashed[item] as number] as IndexedImage);
    const references = ofGroup
      .filter((item) => item >= hashed.length)
      .map((item) => item - hashed.length)
      .filter((number) => this.#reference?.equal.has(number) === false);
    const members = { images, references, isAcross: reachesAcross(images) };
    this.#members.set(group, members);
    return members;
  }
}

function joined(own: readonly number[], others: Uint32Array | undefined): Uint32Array {
  const all = new Uint32Array(own.length + (others?.length ?? 0));
  all.set(own);
  if (others !== undefined) all.set(others, own.length);
  return all;
}
