import type { Step, StepKind } from '../../records/index.ts';
import {
  capitalised,
  epithetStem,
  parseScientificName,
  type ScientificName,
} from '../names/scientific-name.ts';
import { areCompatible } from '../taxonomy/kingdoms.ts';
import { genusLevel, levelOf, speciesLevel } from '../taxonomy/ranks.ts';
import type { Ancestor, Candidate } from './candidate.ts';
import type { Lineage, Lineages } from './lineage.ts';
import { upwards } from './lineage.ts';
import type { NaturalHistory } from './natural-history.ts';

/** One scientific name of a candidate, in its lineage. */
export interface TaxonName {
  readonly step: Step;
  readonly name: ScientificName;
  readonly level: number | undefined;
  /** "Amanita sp.", "Vespidae st1": some species of the taxon that the name is of. */
  readonly isOpen: boolean;
  /** What is above a taxon of this name: the candidate's own ancestors, and what the name implies. */
  readonly lineage: Lineage | undefined;
}

/** A synset that a name is, or nearly is, a lemma of. */
export interface NameHit {
  readonly row: number;
  readonly by: StepKind & ('lemma' | 'spelling');
}

/**
 * Every scientific name of a candidate, its own first; synonyms of another form are left out.
 *
 * @param own the candidate's name, read
 */
export function taxonNames(
  candidate: Candidate,
  own: ScientificName,
  lineages: Lineages,
): readonly TaxonName[] {
  const names = [taxonName(candidate, own, 'name', lineages)];
  for (const { name: text } of candidate.synonyms ?? []) {
    const name = parseScientificName(capitalised(text));
    if (name === undefined || names.some((known) => known.name.text === name.text)) continue;
    names.push(taxonName(candidate, name, 'synonym', lineages));
  }
  return names;
}

function taxonName(
  { rank, parent }: Candidate,
  name: ScientificName,
  by: 'name' | 'synonym',
  lineages: Lineages,
): TaxonName {
  const said = levelOf(rank);
  const isOpen = name.isUnresolved || (said !== undefined && said <= speciesLevel);
  return {
    step: { by, text: name.text, rank: by === 'name' ? rank : undefined },
    name,
    level: name.epithets.length === 0 ? said : speciesLevelOf(name),
    isOpen: name.epithets.length === 0 && isOpen,
    lineage: lineageOf(parent, name, isOpen, lineages),
  };
}

function speciesLevelOf({ epithets }: ScientificName): number {
  return epithets.length > 1 ? speciesLevel / 2 : speciesLevel;
}

/** The given ancestors, with the genus and the species between where the name says them. */
function lineageOf(
  parent: Ancestor | undefined,
  { genus, epithets }: ScientificName,
  isOpen: boolean,
  lineages: Lineages,
): Lineage | undefined {
  const given = parent === undefined ? undefined : lineages.of(parent);
  if (epithets.length === 0) {
    return isOpen ? lineages.implied(undefined, genus, given) : given;
  }
  let lineage = given;
  if (!hasAncestor(given, genus, genusLevel)) lineage = lineages.implied('genus', genus, given);
  if (epithets.length === 1) return lineage;
  const species = `${genus} ${epithets[0]}`;
  if (hasAncestor(given, species, speciesLevel)) return lineage;
  return lineages.implied('species', species, lineage);
}

function hasAncestor(lineage: Lineage | undefined, name: string, level: number): boolean {
  for (const { ancestor, level: height } of upwards(lineage)) {
    if (ancestor.name === name) return true;
    if ((height ?? 0) > level) return false;
  }
  return false;
}

/** Organisms that have this name, in a kingdom that fits. */
export function organismsNamed(
  history: NaturalHistory,
  { name, lineage, level, isOpen }: TaxonName,
): readonly NameHit[] {
  if (isOpen) return [];
  const { lexicon, taxonomy, kingdoms, species } = history;
  const fits = (row: number) =>
    taxonomy.isOrganism(row) && areCompatible(lineage?.kingdom, kingdoms.of(row));
  const found = lexicon.named(name.text);
  const exact = found.length === 0 ? found : found.filter(fits);
  if (name.epithets.length === 0) {
    const groups = taxonomy.groupsNamed(name.text, level);
    return exact
      .filter((row) => groups.some((group) => taxonomy.organismsIn(group).has(row)))
      .map((row) => ({ row, by: 'lemma' }));
  }
  if (exact.length > 0) return exact.map((row) => ({ row, by: 'lemma' }));
  const ofGenus = species.inGenus(name.genus);
  if (ofGenus.length === 0) return [];
  const spelling = ofGenus
    .filter(({ text, row }) => fits(row) && isSpelledAlike(text, name))
    .map(({ row }) => row);
  return [...new Set(spelling)].map((row) => ({ row, by: 'spelling' }));
}

function isSpelledAlike(text: string, { epithets }: ScientificName): boolean {
  const other = text.replace('-', ' ').split(' ').slice(1);
  return (
    other.length === epithets.length &&
    other.every((epithet, i) => epithetStem(epithet) === epithetStem(epithets[i] as string))
  );
}
