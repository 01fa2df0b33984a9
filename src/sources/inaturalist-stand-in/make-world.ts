import { type Random, seededRandom } from '../../records/index.ts';
import { inventSpecies } from './invented-species.ts';
import { makeObservations } from './make-observations.ts';
import { realTaxa } from './taxon-table.ts';
import type { World, WorldObserver } from './world.ts';

export interface MakeWorldOptions {
  /** The same seed gives the same world. */
  readonly seed: string;
  /** Invented species of each group, beside two to four real ones. */
  readonly speciesPerGroup?: number;
  /** Of a usual species, more or less. */
  readonly observationsPerSpecies?: number;
}

/**
 * A world of the paper's seven groups under their real roots. Its observations are of every grade,
 * its photos under every licence and of every kind of file, some of them faulty.
 */
export function makeWorld({
  seed,
  speciesPerGroup = 6,
  observationsPerSpecies = 11,
}: MakeWorldOptions): World {
  const random = seededRandom(`${seed} world`);
  const real = realTaxa();
  const taxa = [...real, ...inventSpecies(real, { perGroup: speciesPerGroup, random })];
  const observers = makeObservers(random);
  const observations = makeObservations({ taxa, observers, observationsPerSpecies, random });
  return { taxa, observers, observations };
}

/** `undefined`: without a name. The first is out every day. */
const names: readonly (string | undefined)[] = [
  'Ingrid Solheim',
  undefined,
  '山田 太郎',
  'Ольга Петрова',
  'Anna "Ann" O\'Neil',
  ' José Ñíguez ',
  undefined,
  'Dr. Zoë van der Berg-Smith',
  'محمد علي',
  'Kwame',
];

const mostObservers = 30;

function makeObservers(random: Random): readonly WorldObserver[] {
  return Array.from({ length: mostObservers }, (_, i): WorldObserver => {
    const name = i < names.length ? names[i] : random.pick([undefined, `Walker ${i}`]);
    return { id: 1000 + 7 * i, login: `walker_${String(i).padStart(2, '0')}`, name };
  });
}
