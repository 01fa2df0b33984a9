import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expectChecks } from '../checks/index.ts';
import { InvalidInput } from '../errors.ts';
import { type Manifest, readManifest } from '../io/index.ts';
import { type Claim, type ClassSet, parseRecipe, type Recipe } from '../records/index.ts';
import { type InspectOptions, type Listing, type Source, sourceOfKind } from '../sources/index.ts';
import type { BuildOptions, Placement } from './build-options.ts';
import { checkFit } from './check-fit.ts';
import { readClaims } from './read-claims.ts';
import { readClassSet } from './read-class-set.ts';

/** Everything that is known before the first file is opened. */
export interface Plan {
  readonly recipe: Manifest<Recipe>;
  readonly classSet: Manifest<ClassSet>;
  readonly claims: readonly Claim[];
  readonly source: Source;
  readonly listing: Listing;
  readonly inspect: InspectOptions;
  readonly placement: Placement;
  readonly options: BuildOptions;
  /** Folder of the release, `<out>/<name>-<version>`. */
  readonly target: string;
}

/** @throws {InvalidInput} for a recipe, a source or options that do not fit together */
export async function makePlan(recipeName: string, options: BuildOptions): Promise<Plan> {
  const recipe = await readManifest('datasets', recipeName, parseRecipe);
  const { name, version, source: sourceOptions } = recipe.content;
  const lists = options.lists ?? { rawFolder: 'data/raw' };
  const classSet = await readClassSet(recipe.content.classSet, lists);
  const source = sourceOfKind(sourceOptions.kind, recipe.where);
  checkFit(recipe, classSet.content, source, options);
  const checked = { classSet: classSet.content, splits: recipe.content.splits, presentSplits: {} };
  expectChecks(recipe.content.checks, checked, recipe.where);
  const listing = await source.list(resolve(options.from), {
    options: sourceOptions,
    classSet: classSet.content,
    where: recipe.where,
  });
  const inspect = { listing, classSet: classSet.content, encoding: options.encoding };
  return {
    recipe,
    classSet,
    claims: await readClaims(name),
    source,
    listing,
    inspect,
    placement: await choosePlacement(options, listing),
    options,
    target: join(resolve(options.out), `${name}-${version}`),
  };
}

/** Links need one file system; a source without photos makes a recipe release. */
async function choosePlacement(
  { placement, from, out }: BuildOptions,
  listing: Listing,
): Promise<Placement> {
  if (!listing.hasImages) {
    if (placement === undefined || placement === 'none') return 'none';
    throw new InvalidInput(
      `The source has no photos, so its release is a recipe: leave --images out (${from})`,
    );
  }
  if (placement === 'none' || placement === 'copy') return placement;
  const isOneFileSystem = (await stat(listing.root)).dev === (await stat(nearestFolder(out))).dev;
  if (isOneFileSystem) return 'hardlink';
  if (placement === undefined) return 'copy';
  throw new InvalidInput(
    `Hard links do not reach from ${from} to ${out}, another file system: say --images copy`,
  );
}

/** The folder itself or, as long as there is none, the one it would be made in. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(resolve(folder)));
}
