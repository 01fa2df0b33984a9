import { InvalidInput } from '../../errors.ts';
import {
  type ClassSet,
  type ImageRecord,
  type PartRule,
  splitNames,
  type WholeRule,
} from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, emptyOnes } from '../check.ts';
import { spreadOf } from '../tally.ts';

/**
 * Images a split, images that show each class, the sizes of the images.
 *
 * It fails on a split and on a class without images; what the source lacked stays unjudged.
 */
export function startClassFigures({
  classSet,
  splits,
  presentSplits,
}: CheckContext<WholeRule | PartRule>): CheckRun {
  const images = new Map(splitNames(splits).map((split) => [split, 0]));
  const classImages = new Map(classSet.members.map(({ name }) => [name, 0]));
  const names = classSet.members.map(({ name }) => name);
  const pixels: number[] = [];
  const absent = absentClasses(classSet, splits, presentSplits);
  return {
    addRecord(record) {
      const { split, truth } = record;
      // What is in no known split or class is the matter of the check of classes.
      if (images.has(split)) add(images, split, 1);
      for (const name of classesIn(record, names)) {
        if (classImages.has(name)) add(classImages, name, 1);
      }
      pixels.push(truth.width * truth.height);
    },
    addSkipped() {},
    finish: () => ({
      figures: {
        images: Object.fromEntries(images),
        imagesPerClass: Object.fromEntries(classImages),
        classesPresent: [...classImages.values()].filter((count) => count > 0).length,
        pixelsPerImage: spreadOf(pixels),
      },
      findings: [
        ...emptyOnes('split-empty', images, incompleteSplits(splits, presentSplits)),
        ...emptyOnes('class-empty', classImages, absent),
      ],
    }),
  };
}

/** @throws {InvalidInput} for a species, of which there are too many to count here */
function classesIn({ id, truth }: ImageRecord, names: readonly string[]): readonly string[] {
  switch (truth.kind) {
    case 'class':
      return [truth.member];
    case 'classes':
      return truth.classes.flatMap((index) => names[index] ?? []);
    case 'mask':
      return Object.keys(truth.pixels).filter((name) => truth.pixels[name] !== 0);
    case 'unlabelled':
      return [];
    case 'species':
      throw new InvalidInput(`Check figures counts no species, check balance does: ${id}`);
  }
}

/** The members whose part of the source was not there; where parts are splits, any may be missing. */
function absentClasses(
  { members }: ClassSet,
  splits: WholeRule | PartRule,
  presentSplits: CheckContext['presentSplits'],
): ReadonlySet<string> {
  const isIncomplete = splits.kind === 'by-part' && Object.values(presentSplits).includes(false);
  const isAbsent = members.filter(
    ({ name, synset = name }) =>
      isIncomplete || presentSplits[synset] === false || presentSplits[name] === false,
  );
  return new Set(isAbsent.map(({ name }) => name));
}

/** Splits that may lack images because a part of the source was not there. */
function incompleteSplits(
  splits: WholeRule | PartRule,
  presentSplits: CheckContext['presentSplits'],
): ReadonlySet<string> {
  const absent = Object.keys(presentSplits).filter((part) => presentSplits[part] === false);
  if (splits.kind === 'all') return new Set(absent.length > 0 ? [splits.split] : []);
  return new Set(absent.flatMap((part) => splits.splits[part] ?? []));
}
