import { GenusNames } from '../taxonomy/genus-names.ts';
import { Kingdoms } from '../taxonomy/kingdoms.ts';
import { genusLevel } from '../taxonomy/ranks.ts';
import { SpeciesIndex } from '../taxonomy/species-index.ts';
import { Taxonomy } from '../taxonomy/taxonomy.ts';
import type { Lexicon } from '../wordnet/lexicon.ts';

/** All that matching asks of WordNet, made once. */
export class NaturalHistory {
  readonly lexicon: Lexicon;
  readonly taxonomy: Taxonomy;
  readonly kingdoms: Kingdoms;
  readonly species: SpeciesIndex;
  readonly genusNames: GenusNames;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.taxonomy = new Taxonomy(lexicon);
    this.kingdoms = new Kingdoms(this.taxonomy);
    this.species = new SpeciesIndex(this.taxonomy);
    this.genusNames = new GenusNames({
      lexicon,
      isOrganism: (row) => this.taxonomy.isOrganism(row),
      speciesNames: (row) => this.taxonomy.speciesNames(row),
    });
  }

  /** Is this the name of no group and of nothing else, and no letter from the name of a genus? */
  isUnknownGenus(name: string): boolean {
    return (
      this.lexicon.named(name).length === 0 &&
      this.taxonomy.groupsNamed(name, genusLevel).length === 0 &&
      this.genusNames.of(name).length === 0 &&
      this.taxonomy.generaOneLetterFrom(name).length === 0
    );
  }
}
