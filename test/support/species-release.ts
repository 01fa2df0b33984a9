import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { hashBytes } from '../../src/io/index.ts';
import { asSha256, parseRecipe, type Recipe, type SpeciesRecord } from '../../src/records/index.ts';
import { freezeRelease, writeTables } from '../../src/release/index.ts';
import { temporaryFolder } from './folders.ts';
import { speciesSet } from './species-records.ts';

/** A recipe of tiny species, its checks those of species. */
export function speciesRecipe(source: Recipe['source'] = drawnSource): Recipe {
  return parseRecipe(
    {
      schema: 1,
      name: 'tiny-species',
      version: '1.0.0',
      title: 'Tiny species',
      summary: 'Species for tests',
      paper: 'None',
      licence: {
        name: 'One of several Creative Commons licences',
        url: 'https://creativecommons.org/licenses/',
        attribution: 'the observers',
        redistributable: true,
      },
      classSet: speciesSet.name,
      source,
      splits: { kind: 'all', split: 'test' },
      checks: [
        { check: 'integrity' },
        { check: 'licences', allowed: ['cc0', 'cc-by'] },
        { check: 'leaks', mostOfObservation: 1, dominantShare: 0.6 },
        { check: 'balance' },
      ],
    },
    'test',
  );
}

const group = {
  ranks: ['species'],
  qualityGrades: ['research'],
  licences: ['cc0', 'cc-by'],
  leastImages: 2,
  mostImages: 20,
  mostSpecies: 5,
  mostOfObservation: 1,
  mostOfObserver: 3,
  seed: 'tiny',
};

export const drawnSource: Recipe['source'] = {
  kind: 'inaturalist',
  photos: 'https://photos.example',
  size: 'medium',
  image: { resize: { kind: 'shorter-side', pixels: 320, quality: 90 }, leastSide: 64 },
  groups: [
    { ...group, group: 'Fungi', roots: [{ id: 47170, name: 'Fungi' }] },
    { ...group, group: 'Insects', roots: [{ id: 47158, name: 'Insecta' }] },
  ],
};

/** Freezes a recipe release of some records, which needs no images; its folder. */
export async function freezeSpecies(
  t: ExecutionContext,
  records: readonly SpeciesRecord[],
  recipe: Recipe = speciesRecipe(),
): Promise<string> {
  const folder = temporaryFolder(t);
  const [staging, target] = [join(folder, 'staging'), join(folder, 'release')];
  mkdirSync(staging);
  await writeTables(staging, folder, {
    records: stream(records),
    skipped: stream([]),
    recipe,
    classSet: speciesSet,
    truth: 'species',
  });
  const identity = {
    name: recipe.name,
    version: recipe.version,
    kind: 'recipe',
    toolkit: 'oodforge test',
    recipe: { sha256: asSha256(hashBytes(JSON.stringify(recipe))), content: recipe },
    classSet: { sha256: asSha256(hashBytes(speciesSet.name)), content: speciesSet },
    source: {
      kind: recipe.source.kind,
      truth: 'species',
      layout: 'test',
      presentSplits: { fungi: true, insects: true },
      facts: [],
    },
  } as const;
  await freezeRelease({ staging, target, identity, claims: [] });
  return target;
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
