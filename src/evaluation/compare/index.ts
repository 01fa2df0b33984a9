export {
  type ComparedMetric,
  compareEvaluations,
  type EvaluationComparison,
} from './compare-evaluations.ts';
