import { compareText, type Finding, type SpeciesRecord } from '../../records/index.ts';

/** What is counted of photos, and what is found in the counts. */
export interface LeakTally {
  add(record: SpeciesRecord): void;
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
