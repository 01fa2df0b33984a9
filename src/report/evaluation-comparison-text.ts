import type { ComparedMetric, EvaluationComparison } from '../evaluation/index.ts';
import { tableText } from './table.ts';

/** An evaluation beside an earlier one, in percent; differences in points, with their intervals. */
export function evaluationComparisonText(comparison: EvaluationComparison): string {
  const { earlier, metrics, onlyHere, onlyThere, withoutInterval } = comparison;
  const heads = ['set', 'detector', 'metric', 'here', 'earlier', 'difference'];
  const lines = [
    `\nCompared with ${earlier.file}: model ${earlier.model.name}, sha256 ${earlier.model.sha256.slice(0, 12)}...\n\n`,
    metrics.length === 0 ? '  No detector is in both\n' : tableText(heads, metrics.map(rowOf)),
    withoutInterval === undefined ? '' : `  ${withoutInterval}\n`,
    onlyText('here', onlyHere),
    onlyText('there', onlyThere),
  ];
  return lines.join('');
}

function rowOf({ detector, set, metric, value, earlier, ...of }: ComparedMetric) {
  const { difference, interval } = of;
  const bounds =
    interval === undefined ? '' : ` [${points(interval.low)}, ${points(interval.high)}]`;
  const change = difference === null ? 'undefined' : `${points(difference)}${bounds}`;
  return [set, detector, metric.toUpperCase(), percent(value), percent(earlier), change];
}

function percent(share: number | null): string {
  return share === null ? 'undefined' : (100 * share).toFixed(2);
}

function points(difference: number): string {
  const text = (100 * difference).toFixed(2);
  return difference > 0 ? `+${text}` : text;
}

function onlyText(where: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `  Only ${where}: ${names.join(', ')}\n`;
}
