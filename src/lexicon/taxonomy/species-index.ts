import { NearWords } from '../names/near-words.ts';
import { epithetStem } from '../names/scientific-name.ts';
import type { Taxonomy } from './taxonomy.ts';

/** A scientific name of WordNet's and the synset that has it. */
export interface SpeciesName {
  readonly row: number;
  readonly genus: string;
  /** First epithet. */
  readonly epithet: string;
  readonly text: string;
}

/** WordNet's scientific names by the stem of their epithet and by their genus. */
export class SpeciesIndex {
  readonly #byStem = new Map<string, SpeciesName[]>();
  readonly #synsets = new Map<string, number>();
  readonly #byGenus = new Map<string, SpeciesName[]>();

  readonly #taxonomy: Taxonomy;
  /** Made when first asked for. */
  #firstWords: ReadonlySet<string> | undefined;
  #nearGenera: NearWords | undefined;
  /** Species of one genus come one after the other. */
  #lastNear: { readonly genus: string; readonly near: readonly string[] } | undefined;

  constructor(taxonomy: Taxonomy) {
    this.#taxonomy = taxonomy;
    for (let row = 0; row < taxonomy.lexicon.size; row++) {
      if (!taxonomy.isOrganism(row)) continue;
      for (const text of taxonomy.speciesNames(row)) {
        const [genus = '', epithet = ''] = text.replace('-', ' ').split(' ');
        const name = { row, genus: genus.toLowerCase(), epithet, text };
        for (const stem of new Set([
          epithetStem(epithet),
          epithetStem(text.split(' ').at(-1) ?? ''),
        ])) {
          if (stem.length > 2) add(this.#byStem, stem, name);
        }
        add(this.#byGenus, name.genus, name);
      }
    }
  }

  withStem(stem: string): readonly SpeciesName[] {
    return this.#byStem.get(stem) ?? nothing;
  }

  /** Every stem. */
  get stems(): readonly string[] {
    return [...this.#byStem.keys()];
  }

  /** In how many synsets a stem occurs. */
  synsetsWithStem(stem: string): number {
    let count = this.#synsets.get(stem);
    if (count === undefined) {
      count = new Set(this.withStem(stem).map(({ row }) => row)).size;
      this.#synsets.set(stem, count);
    }
    return count;
  }

  /**
   * Has WordNet no organism whose name is this word and one more? Of species of such a genus it
   * knows nothing by name. Case does not count.
   */
  isUnknownGenus(genus: string): boolean {
    this.#firstWords ??= firstWords(this.#taxonomy);
    const word = genus.toLowerCase();
    return !this.#firstWords.has(word) && !this.#byGenus.has(word);
  }

  /** Genera one letter from this one, in small letters. */
  generaNear(genus: string): readonly string[] {
    this.#nearGenera ??= new NearWords(this.#byGenus.keys());
    if (this.#lastNear?.genus !== genus) {
      this.#lastNear = { genus, near: this.#nearGenera.near(genus) };
    }
    return this.#lastNear.near;
  }

  /** Case does not count. */
  inGenus(genus: string): readonly SpeciesName[] {
    return this.#byGenus.get(genus.toLowerCase()) ?? nothing;
  }
}

const nothing: readonly SpeciesName[] = [];

/** Of all lemmas of organisms that have two words; as the index of lemmas folds them. */
function firstWords(taxonomy: Taxonomy): ReadonlySet<string> {
  const words = new Set<string>();
  for (let row = 0; row < taxonomy.lexicon.size; row++) {
    if (!taxonomy.isOrganism(row)) continue;
    for (const lemma of taxonomy.lexicon.lemmas(row)) {
      const [first = '', second, third] = lemma.toLowerCase().split(/[ _-]/);
      if (second !== undefined && third === undefined) words.add(first);
    }
  }
  return words;
}

function add(index: Map<string, SpeciesName[]>, key: string, name: SpeciesName): void {
  const names = index.get(key);
  if (names === undefined) index.set(key, [name]);
  else names.push(name);
}
