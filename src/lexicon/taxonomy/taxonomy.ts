import { wnidSchema } from '../../records/index.ts';
import { type Lexicon, lexFiles } from '../wordnet/lexicon.ts';
import { namesOfGroup } from './group-names.ts';
import { GroupStems } from './group-stems.ts';
import { genusLevel, levelOf, rankWords, rankWordsOf, speciesLevel } from './ranks.ts';

/** Which of WordNet's two files of living things: all else (fungi, algae) is in either. */
export type Realm = 'animal' | 'plant';

const livingThing = wnidSchema.parse('n00004258');
const taxonomicGroup = wnidSchema.parse('n07992450');
const rankPrefix = new RegExp(`^(${rankWords.join('|')})[ -](\\p{L}.*)$`, 'iu');
const binomial = /^([A-Z][a-z]+)[ -]([a-z][a-z-]+)((?: [a-z-]+)*)$/;

/**
 * How WordNet writes life: organisms (oak, bullfrog) below "living thing", and beside them
 * taxonomic groups (genus Quercus, family Ranidae) with organisms as their members.
 */
export class Taxonomy {
  readonly lexicon: Lexicon;
  readonly #isOrganism: Uint8Array;
  /** Rank of a group; 0 for what is no group. */
  readonly #levels: Float32Array;
  readonly #genera = new Set<string>();
  readonly #stems = new GroupStems();
  readonly #known = new Map<number, ReadonlySet<number>>();
  readonly #above = new Map<number, readonly number[]>();
  readonly #names = new Map<number, readonly number[]>();
  readonly #heights = new Map<number, number | undefined>();
  readonly #speciesNames = new Map<number, readonly string[]>();
  /** One name is asked for several times in a row. */
  #lastNamed: Named | undefined;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.#isOrganism = new Uint8Array(lexicon.size);
    this.#levels = new Float32Array(lexicon.size);
    const top = lexicon.row(livingThing, 'taxonomy');
    for (const row of [top, ...lexicon.below(top)]) {
      const file = lexicon.lexFile(row);
      if (file === lexFiles.tops || file === lexFiles.animal || file === lexFiles.plant) {
        this.#isOrganism[row] = 1;
      }
    }
    for (const row of lexicon.below(lexicon.row(taxonomicGroup, 'taxonomy'))) {
      if (lexicon.lexFile(row) === lexFiles.group) continue;
      const level = this.#groupLevel(row);
      if (level === undefined) this.#isOrganism[row] = 1;
      else {
        this.#levels[row] = level;
        for (const name of bareNames(lexicon.lemmas(row))) {
          this.#stems.add(name, row, level === genusLevel);
        }
      }
    }
  }

  isOrganism(row: number): boolean {
    return this.#isOrganism[row] === 1;
  }

  isGroup(row: number): boolean {
    return (this.#levels[row] as number) > 0;
  }

  realm(row: number): Realm | undefined {
    const file = this.lexicon.lexFile(row);
    return file === lexFiles.animal ? 'animal' : file === lexFiles.plant ? 'plant' : undefined;
  }

  /** Height of a group's rank, see `ranks.ts`. */
  groupLevel(group: number): number {
    return this.#levels[group] as number;
  }

  /** Groups of this name; where it is known that a genus is meant, those of that rank only. */
  groupsNamed(name: string, level: number | undefined): readonly number[] {
    const last = this.#lastNamed;
    if (last?.name === name && last.level === level) return last.groups;
    const groups = this.#groupsNamed(name, level);
    this.#lastNamed = { name, level, groups };
    return groups;
  }

  #groupsNamed(name: string, level: number | undefined): readonly number[] {
    const bare = this.lexicon.named(name).filter((row) => this.isGroup(row));
    const prefixed = rankWordsOf(level)
      .flatMap((word) => this.lexicon.named(`${word} ${name}`))
      .filter((row) => this.isGroup(row));
    if (bare.length === 0 && prefixed.length === 0) return this.#groupsLikeNamed(name, level);
    const all = [...new Set([...bare, ...prefixed])].sort((a, b) => a - b);
    const same = all.filter((row) => this.groupLevel(row) === level);
    return same.length > 0 ? same : all;
  }

  /** Genera whose name is one letter from this. */
  generaOneLetterFrom(name: string): readonly number[] {
    return this.#stems.generaOneLetterFrom(name);
  }

  /** Another ending of the same name, at no lower a rank: what is in Arctiinae was in Arctiidae. */
  #groupsLikeNamed(name: string, level: number | undefined): readonly number[] {
    if (level === undefined || level <= genusLevel) return nothing;
    return this.#stems.likeNamed(name).filter((row) => this.groupLevel(row) >= level);
  }

  isGenusName(word: string): boolean {
    return this.#genera.has(word.toLowerCase());
  }

  /**
   * Scientific names of species and below among a synset's lemmas. "African daisy" looks like one
   * and is none: the first word must be a genus that WordNet knows.
   */
  speciesNames(row: number): readonly string[] {
    let names = this.#speciesNames.get(row);
    if (names === undefined) {
      names = this.lexicon.lemmas(row).filter((lemma) => {
        const genus = binomial.exec(lemma)?.[1];
        return genus !== undefined && this.isGenusName(genus);
      });
      this.#speciesNames.set(row, names);
    }
    return names;
  }

  /** Every organism that WordNet counts to a group or to a group within it. */
  organismsIn(group: number): ReadonlySet<number> {
    const found = this.#known.get(group);
    if (found !== undefined) return found;
    const organisms = new Set<number>();
    const groups = new Set([group]);
    for (const next of groups) {
      for (const member of this.lexicon.members(next)) {
        if (this.isGroup(member)) groups.add(member);
        else if (this.isOrganism(member)) organisms.add(member);
      }
    }
    this.#known.set(group, organisms);
    return organisms;
  }

  /**
   * Organisms that name a whole group (oak: genus Quercus): members that at least half of all known
   * of the group are or are below, members named after it (composite: Compositae), and what almost
   * all known of it are (frog: order Anura). Not tadpole or big cat, one of several in theirs.
   */
  namesOf(group: number): readonly number[] {
    const found = this.#names.get(group);
    if (found !== undefined) return found;
    const names = namesOfGroup(this, group);
    this.#names.set(group, names);
    return names;
  }

  /** Every group that an organism is counted to, through its hypernyms too, narrow ones first. */
  groupsAbove(row: number): readonly number[] {
    const found = this.#above.get(row);
    if (found !== undefined) return found;
    const seen = new Set([row]);
    for (const next of seen) {
      for (const group of this.lexicon.groups(next)) if (this.isGroup(group)) seen.add(group);
      if (this.isOrganism(next)) for (const kind of this.lexicon.hypernyms(next)) seen.add(kind);
    }
    const groups = [...seen].filter((next) => this.isGroup(next));
    this.#above.set(row, groups);
    return groups;
  }

  /**
   * Height of the rank that an organism's name covers: species for what has a scientific name, else
   * that of the group it belongs to, or of the one that its gloss names first if that is higher.
   * Undefined where WordNet does not say: herb, tree, wildflower.
   */
  organismLevel(row: number): number | undefined {
    if (!this.#heights.has(row)) this.#heights.set(row, this.#organismLevel(row));
    return this.#heights.get(row);
  }

  #organismLevel(row: number): number | undefined {
    if (this.speciesNames(row).length > 0) return speciesLevel;
    const groups = [...this.lexicon.groups(row)].filter((group) => this.isGroup(group));
    if (groups.length === 0) return undefined;
    const lowest = Math.min(...groups.map((group) => this.groupLevel(group)));
    const said = /\bof the ([a-z]+) [A-Z]/.exec(this.lexicon.gloss(row))?.[1];
    return Math.max(lowest, levelOf(said) ?? 0);
  }

  /** By the word before a lemma, else by the kind of group it is filed under. */
  #groupLevel(row: number): number | undefined {
    const lemmas = this.lexicon.lemmas(row);
    for (const lemma of lemmas) {
      const [, word, name] = rankPrefix.exec(lemma) ?? [];
      const level = levelOf(word);
      if (level === undefined || name === undefined) continue;
      if (word?.toLowerCase() === 'genus') this.#genera.add(name.toLowerCase());
      return level;
    }
    if (!lemmas.every((lemma) => /^[A-Z][a-z]+$/.test(lemma))) return undefined;
    const kinds = [...this.lexicon.hypernyms(row)].map((kind) => this.lexicon.title(kind));
    return kinds
      .map((kind) => levelOf(kind.split(' ').at(-1)))
      .find((level) => level !== undefined);
  }
}

interface Named {
  readonly name: string;
  readonly level: number | undefined;
  readonly groups: readonly number[];
}

const nothing: readonly number[] = [];

/** "family Ranidae" is Ranidae; everyday names of a group ("beech family") are no names of it. */
function bareNames(lemmas: readonly string[]): ReadonlySet<string> {
  const names = lemmas.map((lemma) => (rankPrefix.exec(lemma)?.[2] ?? lemma).toLowerCase());
  return new Set(names.filter((name) => /^[a-z]+$/.test(name)));
}
