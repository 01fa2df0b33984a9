import { type GroupQuery, printableName } from '../../records/index.ts';
import type { FoundFacts, FoundTaxon, PhotoCandidate, SpeciesTaxon } from '../../sources/index.ts';
import { speciesSlug } from '../species/species-folders.ts';
import type { NamedPhoto } from './read-name.ts';

/** A photo of an archive under the species of today, or why it is none. */
export type Identified =
  | { readonly kind: 'identified'; readonly photo: PhotoCandidate; readonly taxon: SpeciesTaxon }
  | { readonly kind: 'left-out'; readonly reason: string; readonly detail: string };

/**
 * Holds what an archive says of a photo to what its source says today. It is kept under the species of
 * today, and only where its folder is named by one of the names of that: another folder may mean
 * another species, and nobody knows which of the two the photo shows.
 *
 * @param names of a species, as far as they are known
 */
export function identifyPhoto(
  file: NamedPhoto,
  found: FoundFacts | undefined,
  { group, names }: { group: GroupQuery; names: (taxon: SpeciesTaxon) => readonly string[] },
): Identified {
  if (found === undefined) {
    const detail = `Photo ${file.photoId} is not in the source: deleted, hidden or not openly licensed`;
    return leftOut('photo-not-in-source', detail);
  }
  const { photo, licence, licenceText = 'none', taxon, qualityGrade } = found;
  if (licence === undefined) {
    return leftOut('licence-none', `Licence ${printableName(licenceText)} is none that is known`);
  }
  if (!group.licences.includes(licence)) {
    return leftOut('licence-not-admitted', `Licence ${licence} is none that the recipe admits`);
  }
  if (qualityGrade === undefined || !group.qualityGrades.includes(qualityGrade)) {
    const detail = `Grade of observation ${photo.observation} is ${qualityGrade ?? 'not known'}`;
    return leftOut('grade-not-admitted', detail);
  }
  if (taxon === undefined) {
    return leftOut('taxon-missing', `Observation ${photo.observation} has no taxon`);
  }
  const species = speciesTaxon(taxon);
  if (species === undefined) return leftOut('taxon-no-species', noSpeciesText(taxon));
  if (photo.observer === '' || photo.creator === '') {
    return leftOut('observer-missing', `Nobody is known to be named for photo ${file.photoId}`);
  }
  if (!isNamed(file.species, [taxon.name, ...names(species)])) {
    const folder = printableName(file.species);
    const detail = `Folder ${folder} is no name of ${species.name} (${species.id}), which it shows today`;
    return leftOut('species-differs', detail);
  }
  const candidate = { ...photo, licence, path: file.path };
  return { kind: 'identified', photo: candidate, taxon: species };
}

/** The species that a taxon is counted to, with what is above that. */
export function speciesTaxon({ species, ancestors }: FoundTaxon): SpeciesTaxon | undefined {
  if (species === undefined) return undefined;
  const place = ancestors.findIndex(({ id }) => id === species.id);
  const above = place === -1 ? ancestors : ancestors.slice(0, place);
  return { ...species, ancestors: above, synonyms: [] };
}

/** `amanita_muscaria`, `Amanita muscaria`: letters and digits decide. */
export function isNamed(folder: string, names: readonly string[]): boolean {
  const slug = speciesSlug(folder);
  return slug !== '' && names.some((name) => speciesSlug(name) === slug);
}

function noSpeciesText({ rank, name, id, isActive }: FoundTaxon): string {
  return `Taxon is ${rank} ${name} (${id})${isActive ? '' : ', not active any more'}`;
}

function leftOut(reason: string, detail: string): Identified {
  return { kind: 'left-out', reason, detail };
}
