import type { Figures, Finding } from '../../records/index.ts';
import type { ImageIndex, IndexedImage } from './image-index.ts';
import { type GroupJudging, judgeGroup } from './judge-group.ts';

export interface Judged {
  readonly figures: Figures;
  readonly findings: readonly Finding[];
}

/**
 * Image files of equal bytes as received: a fault where they stand in several classes or splits, since
 * then one image counts twice with two truths or leaks; a note within one class.
 */
export function equalBytes(index: ImageIndex, members: GroupJudging['members']): Judged {
  const groups = groupsOf(index, index.byBytes);
  const images = groups.reduce((sum, { length }) => sum + length, 0);
  return {
    figures: { groups: groups.length, imagesInGroups: images },
    findings: judgeAll(groups, 'image', members),
  };
}

/** Files of other bytes that hold the same picture to the pixel: judged likewise. */
export function equalPixels(index: ImageIndex, members: GroupJudging['members']): Judged {
  const groups = groupsOf(index, index.byPixels).filter(
    (images) => new Set(images.map(({ firstOfBytes }) => firstOfBytes)).size > 1,
  );
  return {
    figures: { groupsOfPixels: groups.length },
    findings: judgeAll(groups, 'pixels', members),
  };
}

function groupsOf(
  { images }: ImageIndex,
  by: ReadonlyMap<string, readonly number[]>,
): readonly (readonly IndexedImage[])[] {
  return [...by.values()]
    .filter(({ length }) => length > 1)
    .map((numbers) => numbers.map((number) => images[number] as IndexedImage));
}

function judgeAll(
  groups: readonly (readonly IndexedImage[])[],
  sameness: 'image' | 'pixels',
  members: GroupJudging['members'],
): readonly Finding[] {
  return groups.map((images) => judgeGroup(images, { sameness, across: 'fault', members }));
}
