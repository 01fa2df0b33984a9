import {
  type AnomalyRule,
  asMaskRecord,
  type MaskSourceRecord,
  type Skipped,
  type SourceRecord,
} from '../records/index.ts';
import type { Assigned } from './assigned.ts';

/**
 * The paper's rule. Where clips may not reach into several splits, the frames that would make them
 * are left out, each with its reason.
 */
export async function* splitByAnomaly(
  records: () => AsyncIterable<SourceRecord>,
  rule: AnomalyRule,
): AsyncGenerator<Assigned> {
  const firstSplits =
    rule.sharedClips.kind === 'keep' ? undefined : await firstSplitOfClips(records(), rule);
  for await (const any of records()) {
    const record = asMaskRecord(any);
    const split = splitOf(record, rule);
    const first = firstSplits?.get(record.clip) ?? split;
    yield first === split
      ? { kind: 'record', record: { ...record, split } }
      : { kind: 'skipped', skipped: leaveOut(record, split, first) };
  }
}

/** Any anomalous pixel (or as many as the recipe says) sends an image to test, unless it is published so. */
function splitOf({ truth, sourceSplit }: MaskSourceRecord, rule: AnomalyRule): string {
  const normal = rule.normal[sourceSplit] ?? sourceSplit;
  if (rule.assignment === 'as-published') return normal;
  const pixels = rule.anomalousClasses.reduce((sum, name) => sum + (truth.pixels[name] ?? 0), 0);
  return pixels >= rule.fromPixels ? rule.anomalous : normal;
}

async function firstSplitOfClips(
  records: AsyncIterable<SourceRecord>,
  rule: AnomalyRule,
): Promise<ReadonlyMap<string, string>> {
  const precedence = rule.sharedClips.kind === 'leave-out' ? rule.sharedClips.precedence : [];
  const first = new Map<string, string>();
  for await (const any of records) {
    const record = asMaskRecord(any);
    const split = splitOf(record, rule);
    const best = first.get(record.clip);
    const isFirst = best === undefined || precedence.indexOf(split) < precedence.indexOf(best);
    if (isFirst) first.set(record.clip, split);
  }
  return first;
}

function leaveOut(
  { truth, sourceSplit, clip }: MaskSourceRecord,
  split: string,
  first: string,
): Skipped {
  const detail = `Would be in ${split}, but its clip ${clip} has frames in ${first}, which goes first`;
  return { path: truth.file.source.path, sourceSplit, reason: `clip-in-${first}`, detail };
}
