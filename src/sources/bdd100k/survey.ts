import { InvalidInput } from '../../errors.ts';
import type { Candidate, MaskCandidate } from '../source.ts';
import { type InspectContext, inspectCandidate } from './inspect.ts';

const sampleSize = 24;

/**
 * Inspects a few masks spread over the source, and refuses the source when none is usable: a wrong
 * encoding is said at once, not after thousands of skipped files.
 *
 * @throws {InvalidInput} with what the first of them looks like
 */
export async function surveyMasks(
  candidates: readonly Candidate[],
  context: InspectContext,
): Promise<void> {
  const pairs = candidates.filter((candidate): candidate is MaskCandidate => {
    return candidate.kind === 'mask';
  });
  const step = Math.max(1, Math.floor(pairs.length / sampleSize));
  const sample = pairs.filter((_, i) => i % step === 0).slice(0, sampleSize);
  const outcomes = [];
  for (const { image: _, ...labelsOnly } of sample) {
    outcomes.push(await inspectCandidate(labelsOnly, context));
  }
  const refused = outcomes.flatMap((outcome) =>
    outcome.kind === 'skipped' ? [outcome.skipped] : [],
  );
  if (sample.length === 0 || refused.length < sample.length) return;
  // Where each mask alone fits two encodings, one of them may tell for all.
  const telling =
    refused.find(({ reason }) => reason !== 'encoding-train-ids-or-shifted') ?? refused[0];
  throw new InvalidInput(
    `None of ${sample.length} masks looked at is usable. ${telling?.detail}: ${telling?.path} in ${context.root}`,
  );
}
