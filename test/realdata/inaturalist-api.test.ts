import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { licenceCodes } from '../../src/records/index.ts';
import { openApi } from '../../src/sources/inaturalist/api/index.ts';
import type { SpeciesTaxon } from '../../src/sources/inaturalist/photo-source.ts';
import { makeWorld } from '../../src/sources/inaturalist-stand-in/index.ts';
import { askJson } from '../support/ask-json.ts';
import { standInFor } from '../support/stand-in.ts';
import { groupQuery } from '../support/world-plan.ts';

// Recorded answers are not part of this project. Where they lie beside the checkout they are served.
const folder = join(import.meta.dirname, '../../../shared/realdata/inat/api_recordings');
const onRecordings = existsSync(folder) ? test : test.skip;

const world = makeWorld({ seed: 'recorded', speciesPerGroup: 1, observationsPerSpecies: 3 });
const bucket = 'https://inaturalist-open-data.s3.amazonaws.com';

/** Asks a stand-in that answers from files. */
async function recorded(
  t: ExecutionContext,
  files: Readonly<Record<string, string>>,
  { version = 'v1', photos = bucket }: { version?: 'v1' | 'v2'; photos?: string } = {},
) {
  const standIn = await standInFor(t, world, { recordings: { folder, files } });
  return openApi(standIn[version], { ask: askJson, photos });
}

function speciesOf(id: number, name: string): SpeciesTaxon {
  return { id, name, rank: 'species', ancestors: [], synonyms: [] };
}

const loose = groupQuery({
  qualityGrades: ['research', 'needs_id', 'casual'],
  licences: [...licenceCodes],
  leastImages: 1,
});

/** File, version, its taxon and the photos that the bucket of open photos has. */
const observations: readonly (readonly [string, 'v1' | 'v2', number, number])[] = [
  ['v1/get_observations_by_id.json', 'v1', 2, 2],
  ['v1/get_observation_with_ofvs.json', 'v1', 4, 4],
  ['v1/get_observation_with_sounds.json', 'v1', 2, 2],
  ['v1/get_observation.json', 'v1', 2, 0],
  ['v2/get_observations_by_id_full.json', 'v2', 2, 2],
  ['v2/get_observations_full.json', 'v2', 2, 0],
];

for (const [file, version, all, open] of observations) {
  onRecordings(`photos() reads the recorded ${file}`, async (t) => {
    const { results } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const [{ taxon, uuid, user }] = results;
    t.is(results[0].observation_photos.length, all);
    const api = await recorded(t, { [`/${version}/observations`]: file }, { version });
    const species = speciesOf(taxon.id, taxon.name);
    const [answer] = await Array.fromAsync(api.photos([species], loose));
    t.deepEqual(api.leftOut, []);
    t.is(answer?.photos.length, open);
    for (const photo of answer?.photos ?? []) {
      t.like(photo, { observation: uuid, observer: user.login });
      t.regex(photo.observedOn ?? '', /^\d{4}-\d\d-\d\d$/);
      t.is(typeof photo.latitude, 'number');
      t.true((photo.width ?? 0) > 100);
    }
  });
}

onRecordings('photos() reads open photos where they were kept before', async (t) => {
  const files = { '/v1/observations': 'v1/get_observation.json' };
  const api = await recorded(t, files, { photos: 'https://static.inaturalist.org' });
  const { results } = JSON.parse(readFileSync(join(folder, 'v1/get_observation.json'), 'utf8'));
  const species = speciesOf(results[0].taxon.id, results[0].taxon.name);
  const [answer] = await Array.fromAsync(api.photos([species], loose));
  t.deepEqual(
    answer?.photos.map(({ licence, position }) => [licence, position]),
    [
      ['cc-by', 0],
      ['cc-by', 1],
    ],
  );
});

onRecordings('species() reads recorded counts, taxa and synonyms', async (t) => {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const counted = read('v1/get_observation_species_counts.json');
  const crow = read('v1/get_taxa_with_all_names.json');
  const beetle = read('v1/get_taxa_by_id.json');
  // The recorded counts are of other taxa than the recorded names: each id is given the others' facts.
  const ask = async (url: string) => {
    if (url.includes('species_counts')) {
      return { value: { ...counted, total_results: counted.results.length }, bytes: 1 };
    }
    if (!url.includes('all_names')) return { value: beetle, bytes: 1 };
    const ids = new URL(url).pathname.split('/').at(-1)?.split(',').map(Number) ?? [];
    const results = ids.map((id) => ({ ...beetle.results[0], ...crow.results[0], id }));
    return { value: { ...crow, results }, bytes: 1 };
  };
  const api = openApi('http://127.0.0.1/v1', { ask, photos: bucket });
  const roots = [{ id: 70118, name: 'Nicrophorus vespilloides' }];
  const species = await Array.fromAsync(api.species({ ...loose, roots }));
  t.deepEqual(api.leftOut, []);
  t.deepEqual(
    species.map(({ id }) => id).sort(),
    counted.results.map(({ taxon }: { taxon: { id: number } }) => taxon.id).sort(),
  );
  t.is(species[0]?.ancestors.length, 13);
  t.deepEqual(species[0]?.ancestors[0], { id: 1, name: 'Animalia', rank: 'kingdom' });
  t.deepEqual(species[0]?.synonyms, [{ name: 'Corvus brachyrynchos', source: 'invalid name' }]);
});

/** Every field of a shape by its path, with the kind of its value. */
function kindsOf(value: unknown, path = '', kinds = new Map<string, string>()) {
  if (Array.isArray(value)) for (const item of value.slice(0, 1)) kindsOf(item, `${path}[]`, kinds);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) kindsOf(inner, `${path}.${key}`, kinds);
  }
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return kinds.set(path, kind);
}

/** Fields that only newer answers than the recorded ones have. */
const newer = ['.hidden', '.preferred_common_name'];

function agree(t: ExecutionContext, ours: unknown, theirs: unknown): void {
  const real = kindsOf(theirs);
  for (const [path, kind] of kindsOf(ours)) {
    if (newer.some((field) => path.endsWith(field))) continue;
    const other = real.get(path);
    t.true(other !== undefined, `${path} is not in the recording`);
    t.true([kind, 'null'].includes(other ?? '') || kind === 'null', `${path}: ${kind}, ${other}`);
  }
}

onRecordings('openStandIn() answers with the fields of the recorded answers', async (t) => {
  const standIn = await standInFor(t, world);
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')).results[0];
  const first = async (path: string) => {
    const { value } = await askJson(standIn.origin + path);
    return (value as { readonly results: readonly { readonly names?: unknown }[] }).results[0];
  };
  const observation = await first('/v1/observations?photo_licensed=true&taxon_id=20978');
  agree(t, observation, read('v1/get_observations_by_id.json'));
  agree(t, await first('/v1/taxa/9000001'), read('v1/get_taxa_by_id.json'));
  const counted = await first('/v1/observations/species_counts');
  agree(t, counted, read('v1/get_observation_species_counts.json'));
  const monarch = await first('/v1/taxa/48662?all_names=true');
  agree(t, monarch?.names, read('v1/get_taxa_with_all_names.json').names);
});
