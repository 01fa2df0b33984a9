import { InvalidInput } from '../../errors.ts';
import { asClassRecord, type ClassSet, type WholeRule } from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, emptyOnes } from '../check.ts';
import { spreadOf } from '../tally.ts';

/**
 * Images a split, images of each class, the sizes of the images.
 *
 * It fails on a split and on a class without images; a class that the source lacked stays unjudged.
 */
export function startClassFigures({
  classSet,
  splits,
  presentSplits,
}: CheckContext<WholeRule>): CheckRun {
  const images = new Map([[splits.split, 0]]);
  const classImages = new Map(classSet.members.map(({ name }) => [name, 0]));
  const pixels: number[] = [];
  const absent = absentClasses(classSet, presentSplits);
  return {
    addRecord(any) {
      if (any.truth.kind === 'species') {
        throw new InvalidInput(`Check figures counts no species, check balance does: ${any.id}`);
      }
      const { split, truth } = asClassRecord(any);
      // What is in no known split or class is the matter of the check of classes.
      if (images.has(split)) add(images, split, 1);
      if (classImages.has(truth.member)) add(classImages, truth.member, 1);
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
        ...emptyOnes('split-empty', images, new Set(absent.size > 0 ? [splits.split] : [])),
        ...emptyOnes('class-empty', classImages, absent),
      ],
    }),
  };
}

/** The members whose part of the source was not there. */
function absentClasses(
  { members }: ClassSet,
  presentSplits: Readonly<Record<string, boolean>>,
): ReadonlySet<string> {
  const isAbsent = members.filter(({ synset }) => presentSplits[synset ?? ''] === false);
  return new Set(isAbsent.map(({ name }) => name));
}
