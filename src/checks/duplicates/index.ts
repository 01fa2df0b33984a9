import { type Finding, type ImageRecord, parseAs, z } from '../../records/index.ts';
import type { Check, CheckRun } from '../check.ts';

const schema = z.strictObject({ check: z.literal('duplicates') });

/** One image, as far as its twins are concerned. */
interface Copy {
  readonly id: string;
  readonly split: string;
  /** `undefined` where the truth is no class. */
  readonly member: string | undefined;
}

/**
 * Image files of equal bytes: a fault where they stand in several classes or splits, since then one
 * image counts twice with two truths or leaks; a note within one class.
 */
export const duplicates: Check = {
  name: 'duplicates',
  start(options, _context, where) {
    parseAs(schema, options, where);
    return startDuplicates();
  },
};

function startDuplicates(): CheckRun {
  const byDigest = new Map<string, Copy[]>();
  return {
    addRecord({ id, split, image, truth }: ImageRecord) {
      if (image === undefined) return;
      const copy = { id, split, member: truth.kind === 'class' ? truth.member : undefined };
      const copies = byDigest.get(image.source.sha256);
      if (copies === undefined) byDigest.set(image.source.sha256, [copy]);
      else copies.push(copy);
    },
    addSkipped() {},
    finish() {
      const groups = [...byDigest.values()].filter(({ length }) => length > 1);
      const images = groups.reduce((sum, { length }) => sum + length, 0);
      return {
        figures: { groups: groups.length, imagesInGroups: images },
        findings: groups.map(judge),
      };
    },
  };
}

function judge(copies: readonly Copy[]): Finding {
  const ids = copies.map(({ id }) => id);
  const subject = ids.sort().join(' ');
  const splits = distinct(copies.map(({ split }) => split));
  const members = distinct(copies.flatMap(({ member }) => member ?? []));
  const images = copies.length;
  const values = { images, splits: splits.join(', '), classes: members.join(', ') };
  if (members.length > 1)
    return { code: 'image-in-several-classes', level: 'fault', subject, values };
  if (splits.length > 1)
    return { code: 'image-in-several-splits', level: 'fault', subject, values };
  return { code: 'image-twice', level: 'note', subject, values };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
