/**
 * Taxonomic ranks by height, as iNaturalist numbers them: species 10, genus 20, family 30, order 40,
 * class 50, phylum 60, kingdom 70. WordNet's and Darwin Core's words are added.
 */
const levels: Readonly<Record<string, number>> = {
  form: 5,
  variety: 5,
  subspecies: 5,
  infrahybrid: 5,
  infraspecies: 5,
  cultivar: 5,
  species: 10,
  hybrid: 10,
  complex: 11,
  subsection: 12,
  section: 13,
  subgenus: 15,
  genus: 20,
  genushybrid: 20,
  subtribe: 24,
  tribe: 25,
  supertribe: 26,
  subfamily: 27,
  family: 30,
  epifamily: 32,
  superfamily: 33,
  zoosubsection: 33.5,
  zoosection: 34,
  parvorder: 34.5,
  infraorder: 35,
  suborder: 37,
  order: 40,
  superorder: 43,
  subterclass: 44,
  infraclass: 45,
  subclass: 47,
  class: 50,
  superclass: 53,
  subdivision: 57,
  subphylum: 57,
  division: 60,
  phylum: 60,
  superphylum: 63,
  subkingdom: 67,
  kingdom: 70,
  stateofmatter: 100,
};

export const speciesLevel = 10;
export const genusLevel = 20;
export const familyLevel = 30;
export const orderLevel = 40;
export const classLevel = 50;
/** The highest rank at which a class can still be narrow: above it are phyla and kingdoms. */
export const highestNarrowLevel = 53;

const levelOfWord = new Map(Object.entries(levels));
const wordsByLevel = Map.groupBy(Object.keys(levels), (word) => levels[word] as number);

/** Height of a rank; undefined for a word that is none. Case does not count. */
export function levelOf(rank: string | undefined): number | undefined {
  if (rank === undefined) return undefined;
  return levelOfWord.get(rank) ?? levelOfWord.get(rank.trim().toLowerCase());
}

/** The words for ranks that WordNet puts before a name: "genus Quercus". */
export const rankWords: readonly string[] = Object.keys(levels);

/** The words for one height, or for all where it is not known. */
export function rankWordsOf(level: number | undefined): readonly string[] {
  return level === undefined ? rankWords : (wordsByLevel.get(level) ?? []);
}
