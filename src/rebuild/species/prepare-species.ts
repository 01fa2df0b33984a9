import { runOnThreads } from '../../engine/index.ts';
import {
  expectReferenceImages,
  readReferenceImages,
  systemClock,
  toolkitName,
} from '../../io/index.ts';
import { partOfGroup, type TaskRunner } from '../../records/index.ts';
import { acquireTools } from './acquire-tools.ts';
import { narrowGroups } from './narrow-groups.ts';
import { openServices, type Services } from './open-services.ts';
import { planSpecies } from './plan-species.ts';
import { readSpeciesRecipe, type SpeciesRecipe } from './read-species-recipe.ts';
import type { SpeciesLine } from './species-line.ts';
import type { SpeciesOptions } from './species-options.ts';

/** A build of species from photos that servers give. */
export interface SpeciesSetup extends SpeciesLine {
  readonly services: Services;
  readonly close: () => Promise<void>;
}

/** @throws {InvalidInput} for a recipe, a source or options that do not fit together */
export async function prepareSpecies(
  recipeName: string,
  options: SpeciesOptions,
): Promise<SpeciesSetup> {
  const given = await readSpeciesRecipe(recipeName, options);
  const groups = narrowGroups(given.iNaturalist.groups, options);
  if (options.againstImages !== undefined) await expectReferenceImages(options.againstImages);
  const services = await openServices(given.iNaturalist, options);
  const { split, basis, iNaturalist } = given;
  const { signal, onProgress, onWait, atOnce } = options;
  const { source, withSynonyms, fetcher, photosUrl } = services;
  const deciding = { split, size: iNaturalist.size, groups, basis };
  return {
    ...given,
    groups,
    services,
    layout: layoutText(services, options),
    identity: identityOf(given, services, options),
    ...{ atOnce, signal, onProgress },
    mostFailedShare: options.acceptFailures === true ? 1 : iNaturalist.mostFailedShare,
    rest: restOf(options),
    references: referencesOf(options),
    plan: (journal) =>
      planSpecies({ ...deciding, source, withSynonyms, signal, onProgress }, journal),
    tools: (staging) => acquireTools(iNaturalist, { fetcher, photosUrl, staging, signal, onWait }),
    close: services.close,
  };
}

const restMs = 60_000;

/** Time for a server to recover: a build of many photos gives it that anyway, one of a few does not. */
function restOf({ clock = systemClock, signal, onWait }: SpeciesOptions) {
  return async (photos: number) => {
    onWait?.(
      `waiting ${restMs / 1000} s before asking again for ${photos} photos that did not come`,
    );
    await clock.sleep(restMs, signal);
  };
}

function referencesOf({ againstImages, threads, signal, onProgress }: SpeciesOptions) {
  if (againstImages === undefined) return undefined;
  const runTask: TaskRunner = (task, items) =>
    runOnThreads(task, items, { threads, batchSize: 16, signal });
  return () =>
    readReferenceImages(againstImages, {
      runTask,
      onProgress: (done, total) => onProgress?.({ phase: 'inspect', done, total }),
    });
}

function layoutText({ source, names }: Services, { limit }: SpeciesOptions): string {
  const few = limit === undefined ? '' : `, at most ${limit} species a group`;
  return `${source.layout}, synonyms from ${names}${few}`;
}

function identityOf(
  { recipe, classSet, basis }: SpeciesRecipe,
  { source, names }: Services,
  { groups, limit }: SpeciesOptions,
): unknown {
  return {
    toolkit: toolkitName(),
    recipe: recipe.sha256,
    classSet: classSet.sha256,
    lists: basis.lists.map(({ sha256 }) => sha256),
    wordnet: basis.wordnetSha256,
    decisions: basis.decisions.sha256 ?? null,
    way: source.way,
    layout: source.layout,
    names,
    groups: groups?.map(partOfGroup) ?? null,
    limit: limit ?? null,
  };
}
