export {
  type ImageCounts,
  type MetricBasis,
  type MetricName,
  type MetricValue,
  metricNames,
} from './metric-value.ts';
