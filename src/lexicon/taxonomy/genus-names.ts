import type { Taxonomy } from './taxonomy.ts';

/**
 * Organisms that are a genus although no group says so: "leishmania, genus Leishmania", "stonewort:
 * any of various algae of the genus Chara". What has a scientific name of its own is none.
 */
export class GenusNames {
  readonly #rows = new Map<string, number[]>();

  constructor({ lexicon, isOrganism, speciesNames }: TaxonomyQuestions) {
    for (let row = 0; row < lexicon.size; row++) {
      if (!isOrganism(row) || speciesNames(row).length > 0) continue;
      const genera = lexicon
        .lemmas(row)
        .map((lemma) => /^genus (\w+)$/.exec(lemma)?.[1])
        .filter((genus) => genus !== undefined);
      const glossed = /^any\b[^;]*? of the genus ([A-Z][a-z]+)/.exec(lexicon.gloss(row))?.[1];
      for (const genus of [...genera, ...(glossed === undefined ? [] : [glossed])]) {
        const rows = this.#rows.get(genus.toLowerCase()) ?? [];
        rows.push(row);
        this.#rows.set(genus.toLowerCase(), rows);
      }
    }
  }

  /** Case does not count. */
  of(genus: string): readonly number[] {
    return this.#rows.get(genus.toLowerCase()) ?? [];
  }
}

type TaxonomyQuestions = {
  readonly lexicon: Taxonomy['lexicon'];
  readonly isOrganism: (row: number) => boolean;
  readonly speciesNames: (row: number) => readonly string[];
};
