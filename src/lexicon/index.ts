export { ClassIndex } from './classes/class-index.ts';
export type { ClassList, ClassListMember } from './classes/class-list.ts';
export { readStructure, type Structure, type StructureSynset } from './classes/structure-xml.ts';
export {
  type Brief,
  type Explanation,
  explainRows,
  type SetStanding,
} from './explain.ts';
export type { Ancestor, Candidate } from './matching/candidate.ts';
export { Matcher } from './matching/matcher.ts';
export { parseScientificName } from './names/scientific-name.ts';
export { levelOf } from './taxonomy/ranks.ts';
export { Lexicon } from './wordnet/lexicon.ts';
export type { NounTables } from './wordnet/noun-tables.ts';
export { readNouns } from './wordnet/read-nouns.ts';
