import type { TaskRunner } from '../../records/index.ts';
import type { NamedEvaluation } from '../claims/index.ts';
import type {
  EvaluatedDifference,
  EvaluatedInterval,
  EvaluatedMetric,
  EvaluationResult,
} from '../evaluation-result.ts';
import type { MeasureOptions } from '../measure/measure-images.ts';
import { findScores } from '../scores/stored-scores.ts';
import type { Subject } from '../subjects/subject.ts';
import { checkComparable } from './check-comparable.ts';
import { pairedDifferences } from './paired-differences.ts';

/** How far an evaluation is from an earlier one on the same images. */
export interface EvaluationComparison {
  readonly earlier: {
    readonly file: string;
    readonly model: EvaluationResult['model'];
    readonly scores: EvaluationResult['scores'];
  };
  /** Of detectors that both have, in the order of this evaluation. */
  readonly metrics: readonly ComparedMetric[];
  /** Detectors that one of the two has and the other has not. */
  readonly onlyHere: readonly string[];
  readonly onlyThere: readonly string[];
  /** Why there are differences without an interval; absent where there are none. */
  readonly withoutInterval?: string | undefined;
}

export interface ComparedMetric extends Pick<EvaluatedMetric, 'detector' | 'set' | 'metric'> {
  /** 0 to 1; `null` where it is not defined. */
  readonly value: number | null;
  readonly earlier: number | null;
  /** `value` less `earlier`; `null` where one of the two is not defined. */
  readonly difference: number | null;
  /** Of the difference, drawn with both scores of an image at once. */
  readonly interval?: EvaluatedInterval | undefined;
}

export interface CompareOptions extends MeasureOptions {
  /** Below which both evaluations have kept their scores. */
  readonly folder: string;
  /** What was scored, in the order of the scores. */
  readonly subjects: readonly Subject[];
  readonly runTask: TaskRunner;
}

/**
 * Sets an evaluation against an earlier one. Where the scores of both are still there, differences have
 * paired intervals; without them the values alone are compared, and the result says so.
 *
 * @throws {InvalidInput} where they do not measure the same
 * @throws {DamagedFile} where the scores are not those of the evaluation
 */
export async function compareEvaluations(
  result: EvaluationResult,
  earlier: NamedEvaluation,
  options: CompareOptions,
): Promise<EvaluationComparison> {
  checkComparable(result, earlier);
  const other = earlier.result;
  const [here, there] = [namesOf(result), namesOf(other)];
  const [now, before] = [
    await findScores(options.folder, result.scores),
    await findScores(options.folder, other.scores),
  ];
  const differences =
    now === undefined || before === undefined
      ? []
      : await pairedDifferences(now, before, {
          ...options,
          detectors: here.filter((name) => there.includes(name)),
          isOfPixels: result.model.task === 'segmentation',
        });
  const metrics = result.metrics.flatMap((metric) => compared(metric, other, differences));
  const bare = metrics.filter(
    ({ difference, interval }) => difference !== null && interval === undefined,
  );
  const reason = before === undefined || now === undefined ? gone : notKept(bare);
  return {
    earlier: { file: earlier.where, model: other.model, scores: other.scores },
    metrics,
    onlyHere: here.filter((name) => !there.includes(name)),
    onlyThere: there.filter((name) => !here.includes(name)),
    ...(bare.length === 0 ? {} : { withoutInterval: reason }),
  };
}

const gone =
  'The scores of the earlier evaluation are gone from the folder of scores: name theirs with --scores, or evaluate it again';

function notKept(bare: readonly ComparedMetric[]): string {
  const names = [...new Set(bare.map(({ detector }) => detector))];
  return `No paired interval where scores are not kept, as of what is fitted on features: ${names.join(', ')}`;
}

function namesOf({ detectors }: EvaluationResult): readonly string[] {
  return detectors.map(({ detector }) => detector);
}

function compared(
  { detector, set, metric, value }: EvaluatedMetric,
  other: EvaluationResult,
  differences: readonly EvaluatedDifference[],
): readonly ComparedMetric[] {
  const isSame = (one: Pick<EvaluatedMetric, 'set' | 'metric'>) =>
    one.set === set && one.metric === metric;
  const before = other.metrics.find((one) => isSame(one) && one.detector === detector);
  if (before === undefined) return [];
  const found = differences.find((one) => isSame(one) && one.first === detector);
  const { value: earlier } = before;
  const difference = value === null || earlier === null ? null : value - earlier;
  return [
    {
      ...{ detector, set, metric, value, earlier, difference },
      ...(found === undefined || difference === null ? {} : { interval: found.interval }),
    },
  ];
}
