export type { ClassList } from './classes/class-list.ts';
export { readStructure } from './classes/structure-xml.ts';
export {
  type Explanation,
  explainRows,
} from './explain.ts';
export type { Alike } from './matching/alike.ts';
export type { Ancestor, Candidate } from './matching/candidate.ts';
export { Matcher } from './matching/matcher.ts';
export { parseScientificName } from './names/scientific-name.ts';
export { Lexicon } from './wordnet/lexicon.ts';
export type { NounTables } from './wordnet/noun-tables.ts';
export { readNouns } from './wordnet/read-nouns.ts';
