import { compareText, type Finding } from '../../records/index.ts';
import type { IndexedImage } from './image-index.ts';

/** In what way the images of a group are the same; codes begin with it. */
export type Sameness = 'image' | 'pixels' | 'near';

/** More names than this are counted, not named. */
const mostNamed = 16;

export interface GroupJudging {
  readonly sameness: Sameness;
  /** Level of a group that reaches into several classes, species or splits. */
  readonly across: Finding['level'];
  /** What classes are called. */
  readonly members: 'classes' | 'species';
}

/** One finding for images that are the same: by where they stand, one of three codes. */
export function judgeGroup(
  images: readonly IndexedImage[],
  { sameness, across, members }: GroupJudging,
): Finding {
  const splits = distinct(images.map(({ split }) => split));
  const names = distinct(images.flatMap(({ member }) => member ?? []));
  const values = {
    images: images.length,
    splits: listText(splits, ', '),
    [members]: listText(names, ', '),
  };
  const subject = subjectOf(images);
  if (names.length > 1) {
    return { code: `${sameness}-in-several-${members}`, level: across, subject, values };
  }
  if (splits.length > 1) {
    return { code: `${sameness}-in-several-splits`, level: across, subject, values };
  }
  return { code: `${sameness}-twice`, level: 'note', subject, values };
}

/** Ids of images, sorted, the first ones of many. */
export function subjectOf(images: readonly IndexedImage[]): string {
  return listText(images.map(({ id }) => id).sort(compareText), ' ');
}

/** Do images stand in several classes, species or splits? */
export function reachesAcross(images: Iterable<IndexedImage>): boolean {
  let first: IndexedImage | undefined;
  for (const image of images) {
    first ??= image;
    if (image.member !== first.member || image.split !== first.split) return true;
  }
  return false;
}

/** The first findings of each code, by subject: what is left out is in the figures. */
export function listAtMost(findings: readonly Finding[], most: number): readonly Finding[] {
  return [...Map.groupBy(findings, ({ code }) => code).values()].flatMap((ofCode) =>
    ofCode.length <= most
      ? ofCode
      : ofCode.toSorted((a, b) => compareText(a.subject, b.subject)).slice(0, most),
  );
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}

function listText(names: readonly string[], separator: string): string {
  if (names.length <= mostNamed) return names.join(separator);
  const rest = `and ${names.length - mostNamed} more`;
  return [...names.slice(0, mostNamed), rest].join(separator);
}
