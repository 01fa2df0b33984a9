import {
  bootstrapDifferences,
  bootstrapIntervals,
  delongDifference,
  delongInterval,
  type Interval,
  type KeyedSample,
  labelOf,
  measureSample,
  orderKeys,
  type PairedDifference,
  pooledValues,
  type Resample,
  resampleRecords,
  type SplitSample,
  splitKeys,
} from '../../metrics/index.ts';
import type { Protocol } from '../../records/index.ts';
import { type Clusters, clusterNameOf, clustersOf } from './clusters.ts';
import { evaluatedDifference, evaluatedMetric } from './evaluated-metrics.ts';
import type { Measured } from './measured.ts';

/** Scores of whole images, by detector. */
export interface ImageScores {
  readonly detectors: readonly { readonly name: string; readonly scores: Float32Array }[];
  readonly subjects: readonly ScoredSubject[];
  /** What to measure apart, in the order of the result. */
  readonly sets: readonly string[];
}

/** What of a subject decides how its score is measured. */
export interface ScoredSubject {
  readonly set: string;
  readonly isAnomaly: boolean;
  readonly cluster: string;
}

export interface MeasureOptions {
  readonly protocol: Protocol;
  readonly seed: number;
  readonly replicates: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Measures each set against all images that are in-distribution. AUROC has DeLong's interval where
 * each image is drawn by itself; where images come in clusters, and for the other metrics, clusters
 * are drawn anew. A protocol that averages over images has been refused before.
 */
export function measureImages(scored: ImageScores, options: MeasureOptions): Measured {
  const { onProgress } = options;
  const total = scored.sets.length * scored.detectors.length;
  const metrics: Measured['metrics'][number][] = [];
  const differences: Measured['differences'][number][] = [];
  for (const [i, set] of scored.sets.entries()) {
    const samples = samplesOf(scored, set, options.protocol);
    for (const [k, sample] of samples.entries()) {
      metrics.push(...measureOne(sample, set, options));
      onProgress?.(i * samples.length + k + 1, total);
    }
    differences.push(...compareWithFirst(samples, set, options));
  }
  return { metrics, differences };
}

/**
 * The differences of two score sets of the same images, the first less the second, on one set.
 *
 * @param scored the two, as detectors
 */
export function compareImages(
  scored: ImageScores,
  set: string,
  options: MeasureOptions,
): Measured['differences'] {
  return compareWithFirst(samplesOf(scored, set, options.protocol), set, options);
}

interface DetectorSample {
  readonly detector: string;
  readonly sample: KeyedSample;
  readonly split: SplitSample;
  readonly clusters: Clusters;
}

function samplesOf(
  { detectors, subjects }: ImageScores,
  set: string,
  protocol: Protocol,
): readonly DetectorSample[] {
  const isOfSet = (subject: ScoredSubject) => !subject.isAnomaly || subject.set === set;
  const places = subjects.flatMap((subject, place) => (isOfSet(subject) ? [place] : []));
  const labels = Uint8Array.from(places, (place) =>
    subjects[place]?.isAnomaly === true ? labelOf.anomaly : labelOf.inDistribution,
  );
  const clusters = clustersOf(places.map((place) => subjects[place]?.cluster ?? ''));
  return detectors.map(({ name, scores }) => {
    const picked = Float32Array.from(places, (place) => scores[place] as number);
    const sample = { keys: orderKeys(picked, `scores of ${name}`), labels };
    return {
      detector: name,
      sample,
      split: splitKeys(sample, protocol.void, `scores of ${name}`),
      clusters,
    };
  });
}

function measureOne(
  { detector, sample, split, clusters }: DetectorSample,
  set: string,
  options: MeasureOptions,
): Measured['metrics'] {
  const { protocol } = options;
  const images = sample.keys.length;
  const intervals = intervalsOf(
    resampleRecords(sample, clusters.of, protocol),
    { split, clusters, images },
    options,
  );
  const subject = { detector, set, images, cluster: clusterNameOf(clusters, images) };
  return pooledValues(measureSample(split, protocol), protocol).map((value) =>
    evaluatedMetric(
      value,
      intervals.find(({ metric }) => metric === value.metric),
      subject,
    ),
  );
}

function intervalsOf(
  resample: Resample,
  {
    split,
    clusters,
    images,
  }: { readonly split: SplitSample; readonly clusters: Clusters; readonly images: number },
  { seed, replicates }: MeasureOptions,
): readonly Interval[] {
  const bootstrap = bootstrapIntervals(resample, {
    seed: String(seed),
    replicates,
    clusters: clusters.count,
  });
  if (clusters.count < images) return bootstrap;
  return [delongInterval(split), ...bootstrap.filter(({ metric }) => metric !== 'auroc')];
}

function compareWithFirst(
  [first, ...others]: readonly DetectorSample[],
  set: string,
  { protocol, seed, replicates }: MeasureOptions,
): Measured['differences'] {
  if (first === undefined) return [];
  const { clusters, sample } = first;
  const images = sample.keys.length;
  const options = { seed: String(seed), replicates, clusters: clusters.count };
  return others.flatMap((other) => {
    const resamples = [first, other].map((one) =>
      resampleRecords(one.sample, clusters.of, protocol),
    ) as [Resample, Resample];
    const drawn: readonly PairedDifference[] = bootstrapDifferences(...resamples, options);
    const paired =
      clusters.count < images
        ? drawn
        : [
            delongDifference(first.split, other.split),
            ...drawn.filter(({ metric }) => metric !== 'auroc'),
          ];
    const subject = {
      first: first.detector,
      second: other.detector,
      set,
      cluster: clusterNameOf(clusters, images),
    };
    return paired.flatMap((difference) => evaluatedDifference(difference, subject) ?? []);
  });
}
