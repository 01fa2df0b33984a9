import { GenusNames } from '../taxonomy/genus-names.ts';
import { Kingdoms } from '../taxonomy/kingdoms.ts';
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
}
