import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  EvaluatedMetric,
  EvaluationResult,
  NamedEvaluation,
} from '../../src/evaluation/index.ts';

/** A value as 0 to 1, alone or with the ends of its interval; `null` where it is not defined. */
export type MadeValue = number | null | readonly [value: number, low: number, high: number];

/** By detector, set and metric, parted by spaces: `max-logit bdd-anomaly auroc`. */
export type MadeValues = Readonly<Record<string, MadeValue>>;

export const releaseDigest = 'a'.repeat(64);

/** An evaluation as `evaluate` writes it, with these values and nothing else of interest. */
export function madeEvaluation(
  values: MadeValues,
  changes: Partial<EvaluationResult> = {},
): EvaluationResult {
  const metrics = Object.entries(values).map(([key, value]) => metricOf(key, value));
  const sets = [...new Set(metrics.map(({ set }) => set))].map((set) => ({
    set,
    release: 'bdd-anomaly-1.0.0',
    releaseSha256: releaseDigest,
    split: 'test',
    images: 810,
  }));
  return {
    toolkit: 'oodforge 0.0.0',
    model: {
      name: 'pspnet-resnet101-bdd-anomaly',
      sha256: 'b'.repeat(64),
      manifestSha256: 'c'.repeat(64),
      task: 'segmentation',
      classes: 17,
    },
    runtime: {
      name: 'onnxruntime-node',
      version: '1.30.0',
      provider: 'cpu',
      threads: 1,
      sessions: 1,
      optimisation: 'all',
      processor: 'made up',
    },
    sets,
    detectors: [...new Set(metrics.map(({ detector }) => detector))].map((detector) => ({
      detector,
    })),
    protocol: { name: 'paper-caos', sha256: 'd'.repeat(64) },
    metrics,
    accuracy: [],
    findings: [],
    scores: { identity: 'e'.repeat(64), sha256: 'f'.repeat(64) },
    ...changes,
  };
}

/** The same as if it were read from a file. */
export function namedEvaluation(
  values: MadeValues,
  changes: Partial<EvaluationResult> = {},
  where = 'evaluation.json',
): NamedEvaluation {
  return { where, result: madeEvaluation(values, changes) };
}

/** Writes an evaluation as a file. @returns its path */
export function writeEvaluation(
  folder: string,
  name: string,
  evaluation: EvaluationResult | object,
): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ schema: 1, ...evaluation }));
  return path;
}

function metricOf(key: string, made: MadeValue): EvaluatedMetric {
  const [detector = '', set = '', metric = ''] = key.split(' ');
  const [value, low, high] = typeof made === 'number' || made === null ? [made] : made;
  return {
    detector,
    set,
    metric: metric as EvaluatedMetric['metric'],
    value,
    ...(value === null ? { reason: 'No image has both kinds' } : {}),
    n: 1000,
    anomalies: 10,
    prevalence: 0.01,
    images: 810,
    imagesLeftOut: 0,
    ...(low === undefined || high === undefined
      ? {}
      : { interval: { low, high, level: 0.95, method: 'bootstrap', cluster: 'clip' } }),
  };
}
