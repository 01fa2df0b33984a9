import type { DetectorSettings, MatrixProduct } from '../detectors/index.ts';
import type { Manifest } from '../io/index.ts';
import type { Protocol, TaskRunner } from '../records/index.ts';
import type { ChosenDetectors } from './chosen-detectors.ts';
import type { OpenModel, OpenReconstruction } from './open-model.ts';
import type { RunOptions } from './scores/score-subjects.ts';
import type { Subjects } from './subjects/read-subjects.ts';

/** One model, the images it is asked about, and how its answers are measured. */
export interface Evaluation {
  readonly model: OpenModel;
  /** What the detector of reconstructions judges by, beside the model. */
  readonly reconstruction?: OpenReconstruction | undefined;
  readonly detectors: ChosenDetectors;
  readonly protocol: Manifest<Protocol>;
  /** What is to be found out, or images whose masks say where it is. */
  readonly anomalous: Subjects;
  /** Of a classification: images that hold what the model knows. */
  readonly inDistribution?: Subjects | undefined;
  /** What detectors that learn are fitted on. */
  readonly fitOn?: Subjects | undefined;
  readonly settings: Pick<DetectorSettings, 'backgroundClass'>;
  /** Where scores are kept; a folder of each job is made in it. */
  readonly folder: string;
  readonly run: Omit<RunOptions, 'onProgress' | 'shardSize'>;
  readonly seed: number;
  readonly replicates: number;
  /** How often a model that keeps its dropout is run for each image. */
  readonly passes?: number | undefined;
  readonly runTask: TaskRunner;
  readonly product: MatrixProduct;
  readonly onProgress: (phase: EvaluationPhase, done: number, total: number) => void;
}

export type EvaluationPhase = 'fit' | 'score' | 'measure';
