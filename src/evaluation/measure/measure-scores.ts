import type { ModelTask, Protocol, TaskRunner } from '../../records/index.ts';
import type { ChosenDetectors } from '../chosen-detectors.ts';
import type { FeatureScores } from '../fit/score-on-features.ts';
import type { StoredScores } from '../scores/score-subjects.ts';
import { readArray } from '../scores/shard-files.ts';
import type { Subjects } from '../subjects/read-subjects.ts';
import type { Subject } from '../subjects/subject.ts';
import { measureImages } from './measure-images.ts';
import { type MeasuredPixels, measurePixels } from './measure-pixels.ts';
import { ScoreRange } from './score-range.ts';

/** Everything that is to be measured. */
export interface ScoresToMeasure {
  readonly task: ModelTask;
  readonly detectors: ChosenDetectors;
  readonly protocol: Protocol;
  readonly anomalous: Subjects;
  readonly stored: StoredScores;
  /** All that were scored, in the order of the scores. */
  readonly subjects: readonly Subject[];
  readonly shardSize: number;
  /** Of detectors that judge features. */
  readonly onFeatures: readonly FeatureScores[];
  readonly seed: number;
  readonly replicates: number;
  readonly runTask: TaskRunner;
  readonly onProgress: (done: number, total: number) => void;
}

/** Pixels of a segmentation, else images. */
export async function measureScores(scored: ScoresToMeasure): Promise<MeasuredPixels> {
  const { stored, subjects, detectors, anomalous, onFeatures } = scored;
  if (scored.task === 'segmentation') {
    const set = anomalous.list[0]?.set ?? '';
    return measurePixels({ ...scored, detectors: detectors.names, set }, scored);
  }
  const byDetector = detectors.names.map((name) => ({
    name,
    scores: onFeatures.find(({ detector }) => detector === name)?.scores ?? allScores(stored, name),
  }));
  const sets = [...new Set(anomalous.list.map(({ set }) => set))];
  const measured = measureImages({ detectors: byDetector, subjects, sets }, scored);
  const ranges = byDetector.map(({ name, scores }) => {
    const range = new ScoreRange();
    range.add(scores);
    return [name, range.facts()] as const;
  });
  return { ...measured, ranges: Object.fromEntries(ranges) };
}

function allScores({ folder, shards }: StoredScores, name: string): Float32Array {
  const scores = shards.flatMap((shard) => readArray(folder, shard, name));
  return Float32Array.from(scores, ([score]) => score as number);
}
