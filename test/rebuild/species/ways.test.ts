import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ChosenSpecies } from '../../../src/rebuild/species/chosen.ts';
import type { PlanBook } from '../../../src/rebuild/species/plan-book.ts';
import { makeWorld, type World } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { browserTest } from '../../support/chromium.ts';
import { smoothPhoto } from '../../support/photos.ts';
import {
  type SpeciesStage,
  speciesStage,
  sumsOf,
  withGroups,
} from '../../support/species-build.ts';

/**
 * What all ways know of a species and its photos. Pages count positions from another start and show
 * no sizes; neither comes into the release.
 */
function factsOf({ group, taxon, tier, eligible, photos, skipped }: ChosenSpecies) {
  return {
    group,
    taxon,
    tier,
    eligible,
    skipped: skipped.map(({ path, reason }) => `${path} ${reason}`),
    photos: photos.map(({ position, width, height, ...facts }) => facts),
  };
}

function chosenOf(book: PlanBook) {
  return Array.from(book.chosen(), factsOf);
}

function fromOf({ standIn }: SpeciesStage) {
  return { v1: `api:${standIn.v1}`, v2: `api:${standIn.v2}`, web: `web:${standIn.origin}` };
}

/** A world in which one photo of each species stands in a second observation of that species too. */
function withSharedPhotos(world: World): World {
  const good = world.observations.filter(({ qualityGrade, photos }) => {
    return qualityGrade === 'research' && photos.some(({ licence }) => licence === 'cc0');
  });
  const added = new Map(
    [...Map.groupBy(good, ({ taxonId }) => taxonId).values()].flatMap(([first, second]) => {
      const photo = first?.photos.find(({ licence }) => licence === 'cc0');
      return second === undefined || photo === undefined ? [] : [[second.id, photo] as const];
    }),
  );
  return {
    ...world,
    observations: world.observations.map((observation) => {
      const photo = added.get(observation.id);
      if (photo === undefined) return observation;
      return { ...observation, photos: [...observation.photos, photo] };
    }),
  };
}

for (const seed of ['one', 'two']) {
  test(`open data and both versions of the API lead to one plan, in world ${seed}`, async (t) => {
    const made = makeWorld({ seed, speciesPerGroup: 4, observationsPerSpecies: 14 });
    // More than one photo of an observation, so that the order within it decides too.
    const stage = await speciesStage(t, {
      world: withSharedPhotos(made),
      recipe: (recipe) =>
        withGroups(recipe, { mostSpecies: 4, mostImages: 6, mostOfObservation: 2, seed }),
    });
    const expected = chosenOf(await stage.plan());
    t.true(expected.length > 14, String(expected.length));
    t.true(expected.some(({ taxon }) => taxon.synonyms.length > 0));
    t.true(expected.some(({ skipped }) => skipped.length > 0));
    t.false(expected.some(({ taxon }) => taxon.ancestors.some(({ name }) => name === 'Life')));
    const { v1, v2 } = fromOf(stage);
    t.deepEqual(chosenOf(await stage.plan({ from: v1, names: undefined })), expected);
    t.deepEqual(chosenOf(await stage.plan({ from: v2, names: undefined })), expected);
    t.deepEqual(stage.photosAsked(), []);
  });
}

browserTest('web pages lead to the plan that open data lead to', async (t) => {
  const made = makeWorld({ seed: 'pages', speciesPerGroup: 2, observationsPerSpecies: 8 });
  const stage = await speciesStage(t, {
    world: withSharedPhotos(made),
    recipe: (recipe) => withGroups(recipe, { mostOfObservation: 2 }),
  });
  const groups = ['amphibians'];
  const expected = chosenOf(await stage.plan({ groups }));
  t.is(expected.length, 2);
  t.true(expected.some(({ skipped }) => skipped.length > 0));
  const { web } = fromOf(stage);
  t.deepEqual(chosenOf(await stage.plan({ groups, from: web, names: 'none' })), expected);
});

test('open data and the API lead to releases of the same files, held against the same images', async (t) => {
  const stage = await speciesStage(t);
  const against = join(stage.folder, 'in-distribution');
  mkdirSync(against);
  writeFileSync(join(against, 'seen.jpg'), await smoothPhoto().jpeg().toBuffer());
  const common = { groups: ['fungi', 'insects'], againstImages: against };
  const first = await stage.build(common);
  const { v2 } = fromOf(stage);
  const out = join(stage.folder, 'by-api');
  const second = await stage.build({ ...common, from: v2, names: undefined, out });
  // What is said of the release as a whole names the way.
  const told = /^\S+ {2}(release\.json|README\.md|skipped\.parquet|croissant\.json|checks\.json)$/;
  const filesOf = (release: string) =>
    sumsOf(release)
      .split('\n')
      .filter((line) => !told.test(line));
  t.true(filesOf(first).some((line) => line.endsWith('certificate.json')));
  t.true(filesOf(first).some((line) => line.endsWith('records.parquet')));
  t.deepEqual(filesOf(second), filesOf(first));
});
