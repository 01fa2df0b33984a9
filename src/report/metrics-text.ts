import type { Interval, Measured, MetricValue } from '../metrics/index.ts';
import { differingTerms, type Protocol } from '../records/index.ts';
import { numberText, tableText } from './table.ts';

/** The metrics of one protocol with what they were computed on, and their intervals. */
export function metricsText({ protocol, values, intervals }: Measured): string {
  const rows = values.map((value) => {
    const own = intervals.filter(({ metric }) => metric === value.metric);
    return [value.metric, valueText(value), own.map(intervalText).join('; ')];
  });
  const heads = ['metric', 'value', ...(intervals.length > 0 ? ['95 % interval'] : [])];
  return `${termsText(protocol)}\n${basisText(values)}\n${tableText(heads, rows)}${reasonsText([{ protocol, values, intervals }])}`;
}

/** The same scores under every protocol side by side, and in what each differs from the first. */
export function metricsComparisonText(all: readonly Measured[]): string {
  const heads = ['protocol', 'positive', 'fpr95', 'aupr', 'aggregation', 'void'];
  const rows = all.map(({ protocol, values }) => [
    protocol.name,
    protocol.positive,
    protocol.fpr95,
    protocol.aupr,
    protocol.aggregation,
    protocol.void,
    ...values.map(valueText),
  ]);
  const [chosen] = all;
  const differences = all.slice(1).flatMap(({ protocol }) => {
    if (chosen === undefined) return [];
    const terms = differingTerms(chosen.protocol, protocol);
    const said = terms.length === 0 ? 'is the same' : `differs in ${terms.join(', ')}`;
    return [`  ${protocol.name} ${said}\n`];
  });
  const title = chosen === undefined ? '' : `Held against ${chosen.protocol.name}:\n`;
  return `${tableText([...heads, 'AUROC', 'AUPR', 'FPR95'], rows)}${reasonsText(all)}\n${title}${differences.join('')}`;
}

function termsText({ name, positive, fpr95, aupr, aggregation, void: policy }: Protocol): string {
  return `Protocol ${name}: ${positive} positive, FPR95 ${fpr95}, AUPR by ${aupr}, ${aggregation}, void ${policy}`;
}

function basisText([value]: readonly MetricValue[]): string {
  if (value === undefined) return '';
  const { n, anomalies, prevalence, images } = value;
  const share = `prevalence ${numberText(100 * prevalence)} %`;
  const counted =
    images === undefined
      ? ''
      : `, mean of ${numberText(images.counted)} images, ${numberText(images.skipped)} without both kinds left out`;
  return `${numberText(n)} scores, ${numberText(anomalies)} anomalies, ${share}${counted}`;
}

function valueText({ value }: MetricValue): string {
  return value === undefined ? 'undefined' : value.toFixed(6);
}

/** Why values are undefined, once for each reason of a protocol. */
function reasonsText(all: readonly Measured[]): string {
  const reasons = all.flatMap(({ protocol, values }) => {
    const said = values.flatMap((value) => (value.value === undefined ? [value.reason] : []));
    return [...new Set(said)].map((reason) => `  Undefined under ${protocol.name}: ${reason}\n`);
  });
  return reasons.join('');
}

function intervalText(interval: Interval): string {
  const { method } = interval;
  if (interval.low === undefined) return `none (${method.kind}: ${interval.reason})`;
  const bounds = `${interval.low.toFixed(6)} to ${interval.high.toFixed(6)}`;
  if (method.kind === 'delong') return `${bounds} (DeLong)`;
  const { clusters, replicates, undefinedReplicates } = method;
  const missing = undefinedReplicates > 0 ? `, ${numberText(undefinedReplicates)} undefined` : '';
  return `${bounds} (${numberText(replicates)} draws of ${numberText(clusters)} clusters${missing})`;
}
