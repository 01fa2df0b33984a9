import type { SpeciesTaxon } from '../photo-source.ts';
import { observationsPerPage } from './observations.ts';
import { mostIds } from './taxa.ts';

/** Twenty pages: their last one, half empty, then costs little, and they fit into memory. */
const mostObservations = 20 * observationsPerPage;

/**
 * Parts species into runs that are asked for together, so that rare ones share their pages.
 *
 * @param expected observations by species; of one that is not there, a page
 */
export function batchesOf(
  species: readonly SpeciesTaxon[],
  expected: ReadonlyMap<number, number>,
): readonly (readonly SpeciesTaxon[])[] {
  const batches: SpeciesTaxon[][] = [];
  let room = 0;
  for (const taxon of species) {
    const observations = expected.get(taxon.id) ?? observationsPerPage;
    const last = batches.at(-1);
    if (last !== undefined && last.length < mostIds && observations <= room) {
      last.push(taxon);
      room -= observations;
    } else {
      batches.push([taxon]);
      room = mostObservations - observations;
    }
  }
  return batches;
}
