import { join, resolve } from 'node:path';
import { expectChecks } from '../../checks/index.ts';
import { InvalidInput } from '../../errors.ts';
import { type Manifest, type PinnedPlaces, readManifest } from '../../io/index.ts';
import {
  type Claim,
  type ClassSet,
  type INaturalistSource,
  parseClassSet,
  parseINaturalistSource,
  parseRecipe,
  type Recipe,
} from '../../records/index.ts';
import { type AuditBasis, readAuditBasis } from '../certify.ts';
import { readClaims } from '../read-claims.ts';

/** A recipe of species, and what it is held against. */
export interface SpeciesRecipe {
  readonly recipe: Manifest<Recipe>;
  readonly classSet: Manifest<ClassSet>;
  readonly claims: readonly Claim[];
  readonly iNaturalist: INaturalistSource;
  readonly basis: AuditBasis;
  /** The one split that every photo goes to. */
  readonly split: string;
  /** Folder of the release, `<out>/<name>-<version>`. */
  readonly target: string;
}

/** @throws {InvalidInput} for a recipe that does not fit together, or a class list that is not at hand */
export async function readSpeciesRecipe(
  name: string,
  { out, lists }: { readonly out: string; readonly lists: PinnedPlaces },
): Promise<SpeciesRecipe> {
  const recipe = await readManifest('datasets', name, parseRecipe);
  const { content, where } = recipe;
  const classSet = await readManifest('class-sets', content.classSet, parseClassSet);
  const iNaturalist = parseINaturalistSource(content.source, `${where} at source`);
  checkGroups(iNaturalist, classSet.content, where);
  const { splits } = content;
  expectChecks(content.checks, { classSet: classSet.content, splits, presentSplits: {} }, where);
  if (splits.kind !== 'all') {
    throw new InvalidInput(
      `Photos of species go to one split, by the rule "all": ${where} at splits`,
    );
  }
  const basis = await readAuditBasis(recipe, lists);
  if (basis === undefined) {
    throw new InvalidInput(
      `Species are chosen by the check "overlap", which is missing: ${where} at checks`,
    );
  }
  return {
    recipe,
    classSet,
    claims: await readClaims(content.name),
    iNaturalist,
    basis,
    split: splits.split,
    target: join(resolve(out), `${content.name}-${content.version}`),
  };
}

function checkGroups({ groups }: INaturalistSource, classSet: ClassSet, where: string): void {
  const seen = new Set<string>();
  for (const [i, { group, leastImages, mostImages }] of groups.entries()) {
    const place = `${where} at source.groups[${i}]`;
    if (!classSet.members.some(({ name }) => name === group)) {
      throw new InvalidInput(`Class set ${classSet.name} has no class "${group}": ${place}.group`);
    }
    if (seen.has(group)) throw new InvalidInput(`Group stands twice, "${group}": ${place}.group`);
    seen.add(group);
    if (leastImages > mostImages) {
      throw new InvalidInput(`At least ${leastImages} images and at most ${mostImages}: ${place}`);
    }
  }
}
