import { InvalidInput } from '../../errors.ts';
import type { TaskRunner } from '../../records/index.ts';
import type { EvaluatedDifference } from '../evaluation-result.ts';
import { compareImages, type MeasureOptions } from '../measure/measure-images.ts';
import { comparePixels } from '../measure/measure-pixels.ts';
import { readArray } from '../scores/shard-files.ts';
import type { FoundScores } from '../scores/stored-scores.ts';
import type { Subject } from '../subjects/subject.ts';

export interface PairedOptions extends MeasureOptions {
  /** What was scored, in the order of the scores. */
  readonly subjects: readonly Subject[];
  readonly runTask: TaskRunner;
  /** That both have. */
  readonly detectors: readonly string[];
  readonly isOfPixels: boolean;
}

/**
 * Differences of each detector, the scores of `now` less those of `before`, where both have kept them;
 * what is fitted on features keeps none.
 *
 * @throws {InvalidInput} where they are not of the same images in the same order
 */
export async function pairedDifferences(
  now: FoundScores,
  before: FoundScores,
  options: PairedOptions,
): Promise<readonly EvaluatedDifference[]> {
  const { subjects, isOfPixels } = options;
  checkImages(now, options);
  checkImages(before, options);
  const detectors = options.detectors.filter((name) => isKept(now, name) && isKept(before, name));
  if (isOfPixels) return comparePixels(now, before, { ...options, detectors });
  const sets = [...new Set(subjects.filter((one) => one.isAnomaly).map(({ set }) => set))];
  return detectors.flatMap((name) => {
    const pair = [now, before].map((scores) => ({ name, scores: allScores(scores, name) }));
    return sets.flatMap((set) =>
      compareImages({ detectors: pair, subjects, sets: [set] }, set, options),
    );
  });
}

function checkImages({ folder, shards }: FoundScores, { subjects }: PairedOptions): void {
  const ids = shards.flatMap((shard) => shard.subjects);
  const odd = subjects.findIndex(({ id }, i) => ids[i] !== id);
  if (odd === -1 && ids.length === subjects.length) return;
  throw new InvalidInput(
    `Scores are of other images, "${ids[odd] ?? ''}" where "${subjects[odd]?.id ?? ''}" is compared: ${folder}`,
  );
}

function isKept({ shards }: FoundScores, detector: string): boolean {
  return shards.every(({ arrays }) => arrays.some(({ name }) => name === detector));
}

function allScores({ folder, shards }: FoundScores, name: string): Float32Array {
  const parts = shards.flatMap((shard) => readArray(folder, shard, name));
  return Float32Array.from(parts, ([score]) => score as number);
}
