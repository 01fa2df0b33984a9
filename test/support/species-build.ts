import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { openJournal } from '../../src/io/index.ts';
import { prepareSpecies, rebuildSpecies, type SpeciesSetup } from '../../src/rebuild/index.ts';
import type { PlanBook } from '../../src/rebuild/species/plan-book.ts';
import type { SpeciesOptions } from '../../src/rebuild/species/species-options.ts';
import type { Skipped } from '../../src/records/index.ts';
import { openRelease } from '../../src/release/index.ts';
import {
  makeWorld,
  type OpenStandInOptions,
  type StandIn,
  type World,
  writeOpenData,
} from '../../src/sources/inaturalist-stand-in/index.ts';
import { contact } from './fetcher.ts';
import { temporaryFolder } from './folders.ts';
import { standInFor } from './stand-in.ts';

/** A stand-in of iNaturalist, a recipe, and folders to build in. */
export interface SpeciesStage {
  readonly standIn: StandIn;
  readonly folder: string;
  /** `open-data:` and the folder of the world's open data. */
  readonly openData: string;
  /** As the command line has them, behind `build`. */
  args(...more: readonly string[]): readonly string[];
  options(changes?: Partial<SpeciesOptions>): SpeciesOptions;
  /** Builds in this process; the folder of the release. */
  build(changes?: Partial<SpeciesOptions>): Promise<string>;
  plan(changes?: Partial<SpeciesOptions>): Promise<PlanBook>;
  /** Requests for the files of photos so far, without those for their sizes. */
  photosAsked(): readonly string[];
}

export interface SpeciesStageOptions extends OpenStandInOptions {
  readonly world?: World;
  /** Written over the recipe of the stand-in. */
  readonly recipe?: (recipe: RecipeJson) => RecipeJson;
}

/** A recipe before it is parsed. */
export interface RecipeJson {
  readonly source: Json & { readonly groups: readonly Json[] };
  readonly [name: string]: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const recipeOfStandIn = new URL('../../manifests/datasets/species-stand-in.json', import.meta.url);

/** Two invented species a group, some photos each: a build of a second. */
export const smallWorld = makeWorld({ seed: 'stage', speciesPerGroup: 2 });

export async function speciesStage(
  t: ExecutionContext,
  { world = smallWorld, recipe = (given) => given, ...served }: SpeciesStageOptions = {},
): Promise<SpeciesStage> {
  const standIn = await standInFor(t, world, served);
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'open-data'));
  await writeOpenData(world, join(folder, 'open-data'));
  const path = writeSpeciesRecipe(folder, recipe);
  const openData = `open-data:${join(folder, 'open-data')}`;
  const common = { from: openData, names: `api:${standIn.v1}`, photos: standIn.photos, contact };
  const options = (changes: Partial<SpeciesOptions> = {}): SpeciesOptions => ({
    ...common,
    out: join(folder, 'out'),
    workFolder: join(folder, 'work'),
    atOnce: 4,
    threads: 2,
    lists: { rawFolder: join(folder, 'raw') },
    ...changes,
  });
  return {
    standIn,
    folder,
    openData,
    args: (...more) => [
      ...[
        'build',
        path,
        ...Object.entries(common).flatMap(([name, value]) => [`--${name}`, value]),
      ],
      ...['--out', join(folder, 'out'), '--work', join(folder, 'work'), ...more],
    ],
    options,
    build: (changes) => buildOf(path, options(changes)),
    plan: (changes) => planOf(t, path, options(changes)),
    photosAsked: () =>
      standIn.log
        .filter(({ method, path: asked }) => method === 'GET' && isPhoto(asked))
        .map(({ path: asked }) => asked),
  };
}

/** The recipe of the stand-in, changed, as a file. */
export function writeSpeciesRecipe(
  folder: string,
  change: (recipe: RecipeJson) => RecipeJson,
): string {
  const path = join(folder, 'species-stand-in.json');
  const recipe = change(JSON.parse(readFileSync(recipeOfStandIn, 'utf8')));
  writeFileSync(path, JSON.stringify(recipe));
  return path;
}

/** Changes every group of a recipe. */
export function withGroups(recipe: RecipeJson, changes: Json): RecipeJson {
  const { source } = recipe;
  const groups = source.groups.map((group) => ({ ...group, ...changes }));
  return { ...recipe, source: { ...source, groups } };
}

export function isPhoto(path: string): boolean {
  return /^\/(open-data|static)\/photos\//.test(path);
}

/** `SHA256SUMS` of a release: every byte of it in one text. */
export function sumsOf(release: string): string {
  return readFileSync(join(release, 'SHA256SUMS'), 'utf8');
}

/** Ids of the photos of a release, in ascending order. */
export async function idsOf(folder: string): Promise<readonly number[]> {
  const release = await openRelease(folder);
  const ids: number[] = [];
  for await (const { id } of release.tables.records()) ids.push(Number(id));
  release.close();
  return ids.sort((a, b) => a - b);
}

export async function skippedOf(folder: string): Promise<readonly Skipped[]> {
  const release = await openRelease(folder);
  const skipped = await Array.fromAsync(release.tables.skipped());
  release.close();
  return skipped;
}

async function buildOf(path: string, options: SpeciesOptions): Promise<string> {
  return withSetup(path, options, async (setup) => {
    await rebuildSpecies(setup);
    return setup.target;
  });
}

async function planOf(
  t: ExecutionContext,
  path: string,
  options: SpeciesOptions,
): Promise<PlanBook> {
  const journal = openJournal(join(temporaryFolder(t), 'journal.sqlite'), 'plan');
  t.teardown(() => journal.close());
  return withSetup(path, options, (setup) => setup.plan(journal));
}

async function withSetup<T>(
  path: string,
  options: SpeciesOptions,
  use: (setup: SpeciesSetup) => Promise<T>,
): Promise<T> {
  const setup = await prepareSpecies(path, options);
  try {
    return await use(setup);
  } finally {
    await setup.close();
  }
}
