import type { Random } from '../../records/index.ts';
import type { WorldTaxon } from './world.ts';

/** Where invented genera hang, of each group of the paper. */
const homes: Readonly<Record<string, readonly number[]>> = {
  Plants: [9000032, 9000036, 9000038],
  Microorganisms: [9000066, 9000068],
  Amphibians: [9000001, 9000003, 9000005],
  Protozoa: [9000052, 9000054],
  Fungi: [9000043, 47167],
  Arachnids: [9000011, 9000013],
  Insects: [9000023, 47922],
};

const beginnings = 'Velo Caro Ombri Thelo Quasi Rhodo Zeno Mirabo Pholi Xantho Limno Spelo'.split(
  ' ',
);
const endings = 'nyx dora phila crypta morpha theca stigma pluma cephala rhina'.split(' ');
const epithets =
  'montivaga ferruginea tardiflua nocturna sabulosa pellucida brevicauda aestiva umbratilis concolor'.split(
    ' ',
  );

/** Ids of what is invented start here. */
const firstId = 9_500_001;

/** Invented species, each in a genus of its own that no book knows, so many a group. */
export function inventSpecies(
  taxa: readonly WorldTaxon[],
  { perGroup, random }: { readonly perGroup: number; readonly random: Random },
): readonly WorldTaxon[] {
  const byId = new Map(taxa.map((taxon) => [taxon.id, taxon]));
  const taken = new Set<string>();
  let id = firstId;
  return Object.values(homes).flatMap((parents) =>
    Array.from({ length: perGroup }, (_, i) => {
      const parent = byId.get(parents[i % parents.length] as number) as WorldTaxon;
      const genus = {
        ...invented(id++, parent, { rank: 'genus', rankLevel: 20 }),
        name: newGenus(random, taken),
      };
      const name = `${genus.name} ${random.pick(epithets)}`;
      return [genus, { ...invented(id++, genus, { rank: 'species', rankLevel: 10 }), name }];
    }).flat(),
  );
}

function invented(
  id: number,
  parent: WorldTaxon,
  rank: Pick<WorldTaxon, 'rank' | 'rankLevel'>,
): Omit<WorldTaxon, 'name'> {
  return { id, ancestry: [...parent.ancestry, parent.id], ...rank, isActive: true, synonyms: [] };
}

function newGenus(random: Random, taken: Set<string>): string {
  let genus = `${random.pick(beginnings)}${random.pick(endings)}`;
  while (taken.has(genus)) genus += random.pick(['ella', 'opsis', 'oides']);
  taken.add(genus);
  return genus;
}
