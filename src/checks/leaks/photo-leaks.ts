import { parseAs, type SpeciesRecord, z } from '../../records/index.ts';
import type { CheckRun, SpeciesCheck } from '../check.ts';
import { listFindings } from '../list-findings.ts';
import { speciesText } from './leak-tally.ts';
import { observationTally } from './observations.ts';
import { observerTally } from './observers.ts';
import { photoTally } from './repeated-photos.ts';

interface PhotoLeaksOptions {
  readonly check: 'leaks';
  /** Images of one observation at most. */
  readonly mostOfObservation: number;
  /** An observer with at least this share of a species is named. */
  readonly dominantShare: number;
  /** The same of the whole release. */
  readonly dominantShareOfAll: number;
  /** Whether a dominant observer is wrong or merely worth knowing. */
  readonly dominance: 'fault' | 'note';
}

const share = z.number().gt(0).max(1);

const schema: z.ZodType<PhotoLeaksOptions> = z.strictObject({
  check: z.literal('leaks'),
  mostOfObservation: z.int().min(1),
  dominantShare: share,
  dominantShareOfAll: share.default(1),
  dominance: z.enum(['fault', 'note']).default('note'),
});

/** Photos are independent: each once, under one species; no observation or observer weighs too much. */
export const photoLeaks: SpeciesCheck = {
  name: 'leaks',
  start: (options, _context, where) => startPhotoLeaks(parseAs(schema, options, where)),
};

function startPhotoLeaks(wanted: PhotoLeaksOptions): CheckRun<SpeciesRecord> {
  const photos = photoTally();
  const observations = observationTally(wanted);
  const observers = observerTally({ ...wanted, level: wanted.dominance });
  const tallies = [photos, observations, observers];
  const texts = new Map<string, string>();
  return {
    addRecord(record) {
      // One text a species, not one a record, stays in memory.
      const text = speciesText(record);
      const species = texts.get(text) ?? text;
      texts.set(species, species);
      const photo = { ...record.truth.photo, id: record.id };
      for (const tally of tallies) tally.add(photo, species);
    },
    addSkipped() {},
    finish() {
      const found = listFindings();
      for (const tally of tallies) for (const finding of tally.findings()) found.add(finding);
      const figures = { ...photos.figures(), ...observations.figures(), ...observers.figures() };
      return { figures: { ...figures, found: found.totals() }, findings: found.list() };
    },
  };
}
