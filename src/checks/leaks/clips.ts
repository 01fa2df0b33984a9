import type { Figures, Finding } from '../../records/index.ts';
import type { Frame } from './neighbouring-frames.ts';

/** Clips with frames in more than one split: one fault each, with the images in each split. */
export function sharedClips(frames: readonly Frame[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [clip, members] of Map.groupBy(frames, (frame) => frame.clip)) {
    const values = countBy(members, (frame) => frame.split);
    if (Object.keys(values).length > 1) {
      findings.push({ code: 'clip-shared', level: 'fault', subject: clip, values });
    }
  }
  return findings;
}

/** Clips that make up a large share of a split: noted, since such a split measures one drive. */
export function dominantClips(frames: readonly Frame[], atLeast: number): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [split, members] of Map.groupBy(frames, (frame) => frame.split)) {
    for (const [clip, { length: images }] of Map.groupBy(members, (frame) => frame.clip)) {
      if (images < 2 || images / members.length < atLeast) continue;
      const values = { split, images, of: members.length };
      findings.push({
        code: 'clip-dominant',
        level: 'note',
        subject: `${clip} in ${split}`,
        values,
      });
    }
  }
  return findings;
}

/** For each split: how many of its images share a clip with each other split, and with any. */
export function sharedImages(frames: readonly Frame[], splits: readonly string[]): Figures {
  const clipsOf = new Map(splits.map((split) => [split, new Set<string>()]));
  for (const { clip, split } of frames) clipsOf.get(split)?.add(clip);
  const rows = splits.map((split) => {
    const others = splits.filter((other) => other !== split);
    const mine = frames.filter((frame) => frame.split === split);
    const shared = (with_: readonly string[]) =>
      mine.filter(({ clip }) => with_.some((other) => clipsOf.get(other)?.has(clip))).length;
    const row = Object.fromEntries(others.map((other) => [other, shared([other])]));
    return [split, { ...row, any: shared(others) }] as const;
  });
  return Object.fromEntries(rows);
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const groups = [...Map.groupBy(items, key)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([name, members]) => [name, members.length]));
}
