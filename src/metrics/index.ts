export { type BootstrapOptions, bootstrapDifferences, bootstrapIntervals } from './bootstrap.ts';
export {
  type BinnedSample,
  binEnds,
  binSample,
  ClusterBins,
  resampleBins,
} from './cluster-bins.ts';
export { countsBytes, parseCounts } from './counts-bytes.ts';
export { delongDifference, delongInterval } from './delong.ts';
export type { Interval, PairedDifference } from './interval.ts';
export { meanValues, measureSample, pooledValues, type SampleMeasures } from './measure.ts';
export type { Measured } from './measured.ts';
export {
  type MetricValue,
  metricNames,
} from './metric-value.ts';
export { orderKeys } from './order-keys.ts';
export { measureCounts, PooledCounts } from './pooled-counts.ts';
export {
  type Resample,
  resampleImages,
  resampleRecords,
} from './resample.ts';
export {
  type KeyedSample,
  labelOf,
  type Sample,
  type SplitSample,
  splitKeys,
  splitSample,
} from './split-sample.ts';
