import {
  compareText,
  type Finding,
  type PhotoFacts,
  type SpeciesRecord,
} from '../../records/index.ts';

/** A photo, and the record that holds it. */
export interface PhotoOfRecord extends PhotoFacts {
  readonly id: string;
}

/** What is counted of photos, and what is found in the counts. */
export interface LeakTally {
  /** @param species as {@link speciesText} writes it: one text for all records of a species */
  add(photo: PhotoOfRecord, species: string): void;
  figures(): Readonly<Record<string, number>>;
  findings(): Iterable<Finding>;
}

/** Names that a finding lists; of more it gives the number. */
const mostNames = 10;

/** Names in their order, each once, the first few of many. */
export function namesText(names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort(compareText);
  const more = sorted.length - mostNames;
  return sorted.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A species as findings name it: names alone may be given twice. */
export function speciesText({ truth: { taxon } }: SpeciesRecord): string {
  return `${taxon.name} (${taxon.id})`;
}
