import type { Step, Wnid } from '../records/index.ts';
import { ClassIndex } from './classes/class-index.ts';
import type { ClassList } from './classes/class-list.ts';
import type { Cover } from './matching/cover.ts';
import { coverOfSynset } from './matching/judge-synset.ts';
import { NaturalHistory } from './matching/natural-history.ts';
import { type Lexicon, lexFiles } from './wordnet/lexicon.ts';

/** A synset, where it stands in WordNet, and how it stands to class sets. */
export interface Explanation {
  readonly wnid: Wnid;
  readonly lemmas: readonly string[];
  readonly gloss: string;
  /** WordNet's file: "animal", "plant", "food", ... or its number. */
  readonly file: string;
  /** First hypernyms up to the root, the nearest first. */
  readonly above: readonly Brief[];
  readonly directlyBelow: readonly Brief[];
  readonly allBelow: number;
  /** Scientific names among the lemmas. */
  readonly species: readonly string[];
  /** Taxonomic groups it is counted to, narrow ones first; members if it is a group itself. */
  readonly groups: readonly Brief[];
  readonly members: readonly Brief[];
  readonly sets: readonly SetStanding[];
}

export interface Brief {
  readonly wnid: Wnid;
  readonly title: string;
}

/** The nearest class of a set, and the way there. */
export interface SetStanding {
  readonly set: string;
  readonly tier: Cover['tier'] | 'none';
  readonly label?: string | undefined;
  readonly path: readonly Step[];
}

/** Explains synsets against class lists. @param rows of the lexicon */
export function explainRows(
  lexicon: Lexicon,
  lists: readonly ClassList[],
  rows: readonly number[],
): readonly Explanation[] {
  const history = new NaturalHistory(lexicon);
  const indexes = lists.map((list) => new ClassIndex(list, history.taxonomy));
  return rows.map((row) => explainRow(history, indexes, row));
}

function explainRow(
  history: NaturalHistory,
  indexes: readonly ClassIndex[],
  row: number,
): Explanation {
  const { lexicon, taxonomy } = history;
  const brief = (other: number): Brief => ({
    wnid: lexicon.wnid(other),
    title: lexicon.title(other),
  });
  const above: number[] = [];
  for (let at = lexicon.hypernyms(row)[0]; at !== undefined && !above.includes(at); ) {
    above.push(at);
    at = lexicon.hypernyms(at)[0];
  }
  const isGroup = taxonomy.isGroup(row);
  return {
    wnid: lexicon.wnid(row),
    lemmas: lexicon.lemmas(row),
    gloss: lexicon.gloss(row),
    file: fileNames.get(lexicon.lexFile(row)) ?? `file ${lexicon.lexFile(row)}`,
    above: above.map(brief),
    directlyBelow: [...lexicon.hyponyms(row)].map(brief),
    allBelow: lexicon.below(row).length,
    species: taxonomy.speciesNames(row),
    groups: taxonomy
      .groupsAbove(row)
      .filter((group) => group !== row)
      .map(brief),
    members: isGroup ? [...lexicon.members(row)].map(brief) : [],
    sets: indexes.map((index) => {
      const cover = coverOfSynset(history, index, row, 'wnid');
      return {
        set: index.list.name,
        tier: cover?.tier ?? 'none',
        label: cover?.nearest.label,
        path: cover?.path ?? [],
      };
    }),
  };
}

const fileNames = new Map<number, string>(
  Object.entries(lexFiles).map(([name, number]) => [number, name]),
);
