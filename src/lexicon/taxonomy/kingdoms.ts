import { type Wnid, wnidSchema } from '../../records/index.ts';
import type { Taxonomy } from './taxonomy.ts';

/**
 * The kingdoms whose names cannot be mistaken for each other's. Everything else (protozoa, algae,
 * slime moulds, bacteria) is where authorities disagree: WordNet counts slime moulds to the fungi
 * and algae to Protoctista, iNaturalist to Protozoa, Plantae and Chromista.
 */
export type Kingdom = 'animal' | 'plant' | 'fungus' | 'other';

const kingdomNames: ReadonlyMap<string, Kingdom> = new Map([
  ['animalia', 'animal'],
  ['metazoa', 'animal'],
  ['plantae', 'plant'],
  ['viridiplantae', 'plant'],
  ['fungi', 'fungus'],
]);

/** By the name of a kingdom; `other` for those on which authorities disagree. */
export function kingdomNamed(name: string, rank: string | undefined): Kingdom | undefined {
  const known = kingdomNames.get(name.toLowerCase());
  return known ?? (rank === 'kingdom' || rank === 'domain' ? 'other' : undefined);
}

const tops: readonly (readonly [Kingdom, organism: Wnid, group: Wnid])[] = [
  ['animal', wnidSchema.parse('n00015388'), wnidSchema.parse('n01313093')],
  ['plant', wnidSchema.parse('n00017222'), wnidSchema.parse('n11529603')],
  ['fungus', wnidSchema.parse('n12992868'), wnidSchema.parse('n12992464')],
];

/** The kingdom of every organism and group, by hypernyms and by membership. */
export class Kingdoms {
  readonly #of = new Map<number, Kingdom>();

  constructor(taxonomy: Taxonomy) {
    const { lexicon } = taxonomy;
    for (const [kingdom, organism, group] of tops) {
      const top = lexicon.row(organism, 'kingdoms');
      for (const row of [top, ...lexicon.below(top)]) this.#of.set(row, kingdom);
      const groups = new Set([lexicon.row(group, 'kingdoms')]);
      for (const next of groups) {
        this.#of.set(next, kingdom);
        for (const member of lexicon.members(next))
          if (taxonomy.isGroup(member)) groups.add(member);
      }
    }
    this.#groupsByTheirOrganisms(taxonomy);
  }

  /** Undefined where WordNet puts it in another kingdom, or nowhere. */
  of(row: number): Kingdom | undefined {
    return this.#of.get(row);
  }

  /** Groups that hang on no kingdom, by what all their organisms are. */
  #groupsByTheirOrganisms(taxonomy: Taxonomy): void {
    const { lexicon } = taxonomy;
    for (let row = 0; row < lexicon.size; row++) {
      if (!taxonomy.isGroup(row) || this.#of.has(row)) continue;
      const kingdoms = new Set([...lexicon.members(row)].map((member) => this.#of.get(member)));
      const [only] = kingdoms;
      if (kingdoms.size === 1 && only !== undefined) this.#of.set(row, only);
    }
  }
}

/**
 * Can two things be the same, as far as their kingdoms go? Unknown kingdoms exclude nothing; what is
 * in a disputed kingdom may be a plant or a fungus for others, and is never an animal.
 */
export function areCompatible(a: Kingdom | undefined, b: Kingdom | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  return (a === 'other' && b !== 'animal') || (b === 'other' && a !== 'animal');
}
