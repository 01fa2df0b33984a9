import { filesOf, type PartRule, type SourceRecord, type SplitRule } from '../records/index.ts';
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
  if (rule.kind === 'all') return splitWhole(records(), rule.split);
  return rule.kind === 'by-part' ? splitByPart(records(), rule) : splitByAnomaly(records, rule);
}

async function* splitWhole(
  records: AsyncIterable<SourceRecord>,
  split: string,
): AsyncGenerator<Assigned> {
  for await (const record of records) yield { kind: 'record', record: { ...record, split } };
}

async function* splitByPart(
  records: AsyncIterable<SourceRecord>,
  { splits }: PartRule,
): AsyncGenerator<Assigned> {
  for await (const record of records) {
    const { sourceSplit, id } = record;
    const split = splits[sourceSplit];
    if (split !== undefined) {
      yield { kind: 'record', record: { ...record, split } };
    } else {
      const path = filesOf(record)[0]?.source.path ?? id;
      const detail = `The recipe has no split for the part ${sourceSplit}`;
      const skipped = { path, sourceSplit, reason: 'part-without-split', detail };
      yield { kind: 'skipped', skipped };
    }
  }
}
