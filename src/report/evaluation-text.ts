import type { EvaluatedMetric, EvaluationResult } from '../evaluation/index.ts';
import { numberText, tableText } from './table.ts';

/** An evaluation as a table: sets and detectors down, metrics across, in percent. */
export function evaluationTextOf(result: EvaluationResult, file: string): string {
  return [
    headText(result),
    metricsTable(result),
    accuracyText(result),
    findingsText(result),
    `\nWritten to ${file}\n`,
  ].join('');
}

function headText({ model, runtime, inDistribution, sets, protocol }: EvaluationResult): string {
  const images = sets.reduce((sum, set) => sum + set.images, 0);
  const { release, split } = sets[0] ?? { release: '', split: '' };
  const against =
    inDistribution === undefined
      ? ''
      : `, told from ${numberText(inDistribution.images)} of ${inDistribution.release} (${inDistribution.split})`;
  const processes = runtime.sessions === 1 ? '1 session' : `${runtime.sessions} sessions`;
  return (
    `Model ${model.name}, ${model.task}, ${numberText(model.classes)} classes, sha256 ${model.sha256.slice(0, 12)}...\n` +
    `${numberText(images)} images of ${release} (${split})${against}\n` +
    `Protocol ${protocol.name}; ${runtime.name} ${runtime.version} on ${runtime.provider}, ${processes}\n\n`
  );
}

const columns = ['auroc', 'aupr', 'fpr95'] as const;

function metricsTable({ sets, detectors, metrics }: EvaluationResult): string {
  const rows = sets.flatMap(({ set }) =>
    detectors.flatMap(({ detector }) => {
      const own = metrics.filter((one) => one.set === set && one.detector === detector);
      if (own.length === 0) return [];
      const cells = columns.map((name) => cellText(own.find(({ metric }) => metric === name)));
      return [[set, detector, ...cells, basisText(own[0])]];
    }),
  );
  const heads = ['set', 'detector', 'AUROC', 'AUPR', 'FPR95', 'of'];
  return `${tableText(heads, rows)}${reasonsText(metrics)}`;
}

function cellText(metric: EvaluatedMetric | undefined): string {
  if (metric === undefined || metric.value === null) return 'undefined';
  const { value, interval } = metric;
  const bounds =
    interval === undefined ? '' : ` [${percent(interval.low)}, ${percent(interval.high)}]`;
  return `${percent(value)}${bounds}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}

function basisText(metric: EvaluatedMetric | undefined): string {
  if (metric === undefined) return '';
  const { n, anomalies, images, imagesLeftOut } = metric;
  const left = imagesLeftOut === 0 ? '' : `, ${numberText(imagesLeftOut)} images left out`;
  return `${numberText(n)} (${numberText(anomalies)} anomalous) in ${numberText(images)} images${left}`;
}

function reasonsText(metrics: readonly EvaluatedMetric[]): string {
  const reasons = new Set(
    metrics.flatMap(({ set, reason }) => (reason === undefined ? [] : [`${set}: ${reason}`])),
  );
  return [...reasons].map((reason) => `  undefined for ${reason}\n`).join('');
}

function accuracyText({ accuracy }: EvaluationResult): string {
  if (accuracy.length === 0) return '\n  How well the model knows its classes is not known here\n';
  const parts = accuracy.map(
    ({ measure, value, n }) => `${measure} ${percent(value)} of ${numberText(n)}`,
  );
  return `\n  The model by itself: ${parts.join(', ')}\n`;
}

function findingsText({ findings }: EvaluationResult): string {
  return findings.map(({ code, subject, detail }) => `  ${code}: ${subject}: ${detail}\n`).join('');
}
