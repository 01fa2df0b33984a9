import type { SpeciesRecord } from '../../records/index.ts';
import type { Departure } from '../../release/index.ts';
import type { PhotoStillThere, PhotoToday } from '../../sources/index.ts';

/** Why a photo may not stay as its record has it, by what its source says today; the weightiest reason. */
export function departureOf(
  { truth: { photo, taxon } }: Pick<SpeciesRecord, 'truth'>,
  today: Exclude<PhotoToday, { readonly kind: 'unknown' }>,
): Departure | undefined {
  const { photoId, licence } = photo;
  if (today.kind === 'gone') return { photoId, reason: 'gone', detail: today.detail };
  if (today.licence !== licence) {
    const detail = `${licenceWords(today)} now, ${licence} in the release`;
    return { photoId, reason: 'licence-changed', detail };
  }
  if (today.elsewhere !== undefined) {
    const detail = `Not kept with openly licensed photos any more, but at ${today.elsewhere}`;
    return { photoId, reason: 'licence-changed', detail };
  }
  if (today.species?.id === taxon.id) return undefined;
  const detail = `${speciesWords(today)} now, to ${taxon.name} (${taxon.id}) in the release`;
  return { photoId, reason: 'taxon-changed', detail };
}

function licenceWords({ licence, licenceText }: PhotoStillThere): string {
  return licence ?? licenceText ?? 'All rights reserved';
}

function speciesWords({ species, taxon }: PhotoStillThere): string {
  if (species !== undefined) return `Counts to ${species.name} (${species.id})`;
  if (taxon === undefined) return 'Counts to no taxon';
  const state = taxon.isActive ? '' : ', not active any more';
  return `Counts to no species, being ${taxon.rank} ${taxon.name} (${taxon.id}${state})`;
}
