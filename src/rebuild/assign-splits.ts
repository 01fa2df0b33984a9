import type { ImageRecord, Skipped, SourceRecord, SplitRule } from '../records/index.ts';

export type Assigned =
  | { readonly kind: 'record'; readonly record: ImageRecord }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/**
 * Gives every record its split by the recipe's rule. Where clips may not reach into several splits,
 * the frames that would make them are left out, each with its reason.
 *
 * @param records a function that goes through the records again at each call, always in one order
 */
export async function* assignSplits(
  records: () => AsyncIterable<SourceRecord>,
  rule: SplitRule,
): AsyncGenerator<Assigned> {
  const firstSplits =
    rule.sharedClips.kind === 'keep' ? undefined : await firstSplitOfClips(records(), rule);
  for await (const record of records()) {
    const split = splitOf(record, rule);
    const first = firstSplits?.get(record.clip) ?? split;
    yield first === split
      ? { kind: 'record', record: { ...record, split } }
      : { kind: 'skipped', skipped: leaveOut(record, split, first) };
  }
}

/** The paper's rule: any anomalous pixel (or as many as the recipe says) sends an image to test. */
export function splitOf(record: SourceRecord, rule: SplitRule): string {
  const pixels = rule.anomalousClasses.reduce(
    (sum, name) => sum + (record.truth.pixels[name] ?? 0),
    0,
  );
  return pixels >= rule.fromPixels
    ? rule.anomalous
    : (rule.normal[record.sourceSplit] ?? record.sourceSplit);
}

async function firstSplitOfClips(
  records: AsyncIterable<SourceRecord>,
  rule: SplitRule,
): Promise<ReadonlyMap<string, string>> {
  const precedence = rule.sharedClips.kind === 'leave-out' ? rule.sharedClips.precedence : [];
  const first = new Map<string, string>();
  for await (const record of records) {
    const split = splitOf(record, rule);
    const best = first.get(record.clip);
    const isFirst = best === undefined || precedence.indexOf(split) < precedence.indexOf(best);
    if (isFirst) first.set(record.clip, split);
  }
  return first;
}

function leaveOut(
  { truth, sourceSplit, clip }: SourceRecord,
  split: string,
  first: string,
): Skipped {
  const detail = `Would be in ${split}, but its clip ${clip} has frames in ${first}, which goes first`;
  return { path: truth.file.source.path, sourceSplit, reason: `clip-in-${first}`, detail };
}
