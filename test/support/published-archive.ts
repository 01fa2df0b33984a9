import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StandIn, World, WorldTaxon } from '../../src/sources/inaturalist-stand-in/index.ts';

/** Roots of the groups that the archive has, and how it calls their folders. */
const roots: ReadonlyMap<number, string> = new Map([
  [47170, 'fungi'],
  [20978, 'amphibian'],
  [47158, 'Insects'],
]);

export interface ArchivePhoto {
  readonly photoId: number;
  /** `fungi/amanita_muscaria/1.jpg` */
  readonly path: string;
  readonly species: WorldTaxon;
}

/** The photos of some groups of a world as a published archive names them, few of each species. */
export function photosOfArchive(world: World, mostOfSpecies = 3): readonly ArchivePhoto[] {
  const taxa = new Map(world.taxa.map((taxon) => [taxon.id, taxon]));
  const counts = new Map<number, number>();
  const seen = new Set<number>();
  return world.observations.flatMap(({ taxonId, photos }) => {
    const line = [...(taxa.get(taxonId)?.ancestry ?? []), taxonId];
    const folder = line.map((id) => roots.get(id)).find((name) => name !== undefined);
    const species = line.map((id) => taxa.get(id)).find((taxon) => taxon?.rank === 'species');
    if (folder === undefined || species === undefined) return [];
    return photos.flatMap(({ id: photoId, licence, extension }): readonly ArchivePhoto[] => {
      const count = counts.get(species.id) ?? 0;
      if (licence === undefined || count === mostOfSpecies || seen.has(photoId)) return [];
      counts.set(species.id, count + 1);
      seen.add(photoId);
      const name = species.name.replaceAll(' ', '_');
      return [{ photoId, path: `${folder}/${name}/${photoId}.${extension}`, species }];
    });
  });
}

/** Writes the photos below a folder as the stand-in has them. */
export async function writeArchive(
  folder: string,
  photos: readonly ArchivePhoto[],
  standIn: StandIn,
): Promise<void> {
  for (const { photoId, path } of photos) {
    const reply = await fetch(
      `${standIn.photos}/photos/${photoId}/original.${path.split('.').at(-1)}`,
    );
    writeInto(folder, path, new Uint8Array(await reply.arrayBuffer()));
  }
}

export function writeInto(folder: string, path: string, content: string | Uint8Array): void {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
}

/** The recipe of an adoption, held against a list that comes with the toolkit; its path. */
export function writeAdoptionRecipe(folder: string): string {
  const path = join(folder, 'recipe.json');
  const recipe = JSON.parse(readFileSync('manifests/datasets/species-adopted.json', 'utf8'));
  const checks = recipe.checks.map((check: { readonly check: string }) => {
    return check.check === 'overlap' ? { ...check, against: ['wordnet-nouns'] } : check;
  });
  writeFileSync(path, JSON.stringify({ ...recipe, checks }));
  return path;
}
