import type { ClassSet, Figures, Finding, SpeciesRecord } from '../../records/index.ts';
import { spreadOf } from '../tally.ts';
import { unevenness } from './unevenness.ts';

/** One taxon within one group, under one name, in one folder. */
interface Species {
  readonly group: string;
  readonly taxonId: number;
  readonly name: string;
  readonly folder: string;
  images: number;
}

export interface SpeciesTally {
  add(record: SpeciesRecord): void;
  figures(classSet: ClassSet): Figures;
  findings(leastImages: number): Iterable<Finding>;
}

/** Images a species, and whether the species are told apart. */
export function speciesTally(): SpeciesTally {
  const all = new Map<string, Species>();
  return {
    add({ truth: { member: group, taxon } }) {
      const { id: taxonId, name, folder } = taxon;
      const key = JSON.stringify([group, taxonId, name, folder]);
      const known = all.get(key);
      if (known === undefined) all.set(key, { group, taxonId, name, folder, images: 1 });
      else known.images++;
    },
    figures({ members }) {
      const perGroup = Map.groupBy(all.values(), ({ group }) => group);
      const counts = (group: string) => (perGroup.get(group) ?? []).map(({ images }) => images);
      const everywhere = [...all.values()].map(({ images }) => images);
      const ofGroups = <T>(of: (counts: readonly number[]) => T) =>
        Object.fromEntries(members.map(({ name }) => [name, of(counts(name))]));
      return {
        species: all.size,
        speciesPerGroup: ofGroups(({ length }) => length),
        imagesPerSpecies: spreadOf(everywhere),
        imagesPerSpeciesOfGroup: ofGroups(spreadOf),
        unevennessOfSpecies: unevenness(everywhere),
      };
    },
    *findings(leastImages) {
      yield* sparse(all.values(), leastImages);
      yield* confused(all.values());
    },
  };
}

function* sparse(all: Iterable<Species>, least: number): Generator<Finding> {
  for (const { group, taxonId, name, images } of all) {
    if (images >= least) continue;
    const values = { group, images, least };
    yield { code: 'species-sparse', level: 'fault', subject: `${name} (${taxonId})`, values };
  }
}

/** A taxon has one group, one name and one folder; a folder within a group has one taxon. */
function* confused(all: Iterable<Species>): Generator<Finding> {
  const species = [...all];
  for (const [taxonId, forms] of Map.groupBy(species, (one) => one.taxonId)) {
    if (forms.length === 1) continue;
    const values = {
      forms: textsOf(forms, ({ group, name, folder }) => `${group}: ${name} (${folder})`),
    };
    yield { code: 'taxon-in-several-places', level: 'fault', subject: String(taxonId), values };
  }
  for (const [folder, forms] of Map.groupBy(species, (one) => `${one.group}/${one.folder}`)) {
    if (new Set(forms.map(({ taxonId }) => taxonId)).size === 1) continue;
    const values = { species: textsOf(forms, ({ name, taxonId }) => `${name} (${taxonId})`) };
    yield { code: 'folder-of-several-species', level: 'fault', subject: folder, values };
  }
}

function textsOf(forms: readonly Species[], textOf: (form: Species) => string): string {
  return [...new Set(forms.map(textOf))].sort().slice(0, 10).join(', ');
}
