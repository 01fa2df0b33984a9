import type { CarriedError } from '../../engine/index.ts';
import type { ModelInput } from '../../records/index.ts';
import type { SessionOptions } from '../session.ts';
import type { Subject } from '../subjects/subject.ts';
import type { MaskChannels } from './prepare-batch.ts';

/** Everything a process needs to score its shards. */
export interface ScoringOrder {
  readonly model: ScoredModel;
  readonly session: SessionOptions;
  /** Of the same input: what Dropout compares; absent where it is not asked for. */
  readonly passes?: PassesModel | undefined;
  /** A second model, of an input of its own, whose scores stand beside those of the first. */
  readonly beside?: ScoredModel | undefined;
  /** Images handed to the model at once. */
  readonly batch: number;
  /** Threads that decode and preprocess ahead of the session. */
  readonly preparers: number;
  /** Where shards are written. */
  readonly folder: string;
  readonly shards: readonly ShardOrder[];
}

/** A model with the pieces of the detectors appended. */
export interface ScoredModel {
  readonly path: string;
  /** What to call it in messages. */
  readonly where: string;
  readonly input: ModelInput;
  /** Of which the prediction is counted against masks; absent where none is. */
  readonly channels?: MaskChannels | undefined;
  readonly outputs: readonly ScoredOutput[];
  /** Where scores of several scales are averaged: the model that goes on with the average. */
  readonly average?: AverageModel | undefined;
}

/** What is run on the average of all scales; the outputs are its. */
export interface AverageModel {
  readonly path: string;
  /** Its one input. */
  readonly input: string;
  /** The tensor of the first model that is averaged. */
  readonly scores: string;
}

/** One output of the model, and what is kept of it. */
export interface ScoredOutput {
  /** Of the tensor, images along its first axis. */
  readonly tensor: string;
  /**
   * `scores`, `rows`: kept as an array of that name. `prediction`: the class of each pixel, counted
   * against the mask and not kept.
   */
  readonly kind: 'scores' | 'rows' | 'prediction';
  readonly array: string;
}

/** A model that keeps its dropout, run several times a batch, each time with another seed. */
export interface PassesModel {
  readonly path: string;
  readonly where: string;
  readonly passes: number;
  /** Of the first pass; the next ones count up. */
  readonly seed: number;
  /** The tensor of its logits. */
  readonly logits: string;
  readonly session: SessionOptions;
}

export interface ShardOrder {
  readonly shard: number;
  readonly subjects: readonly Subject[];
}

/** What the process says. */
export type ScorerMessage =
  | { readonly kind: 'ready' }
  /** Images scored since the last message, and milliseconds of them spent in the session. */
  | { readonly kind: 'progress'; readonly images: number; readonly sessionMs: number }
  | { readonly kind: 'shard'; readonly shard: number }
  | { readonly kind: 'done'; readonly cpuMs: number }
  | { readonly kind: 'failed'; readonly error: CarriedError };
