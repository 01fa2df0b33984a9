import type { SourceRecord, SplitRule } from '../records/index.ts';
import type { Assigned } from './assigned.ts';
import { splitByAnomaly } from './split-by-anomaly.ts';

/**
 * Gives every record its split by the recipe's rule, or leaves it out with a reason.
 *
 * @param records a function that goes through the records again at each call, always in one order
 */
export function assignSplits(
  records: () => AsyncIterable<SourceRecord>,
  rule: SplitRule,
): AsyncGenerator<Assigned> {
  return rule.kind === 'all' ? splitWhole(records(), rule.split) : splitByAnomaly(records, rule);
}

async function* splitWhole(
  records: AsyncIterable<SourceRecord>,
  split: string,
): AsyncGenerator<Assigned> {
  for await (const record of records) yield { kind: 'record', record: { ...record, split } };
}
