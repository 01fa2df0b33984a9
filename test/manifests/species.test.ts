import test from 'ava';
import { parseGateManifest } from '../../src/gate/index.ts';
import { readManifest } from '../../src/io/index.ts';
import { parseClaimSet, parseClassSet, partOfGroup } from '../../src/records/index.ts';
import { drawLedger, openRelease } from '../../src/release/index.ts';
import { speciesRecord } from '../support/species-records.ts';
import { freezeSpecies } from '../support/species-release.ts';

test('the claims and bounds of species compute on a release of species', async (t) => {
  const records = [speciesRecord(1), speciesRecord(2, { group: 'Insects', taxonId: 2 })];
  const release = await openRelease(await freezeSpecies(t, records));
  t.teardown(() => release.close());
  const { content: gate } = await readManifest('gates', 'species', parseGateManifest);
  const { content: set } = await readManifest('claims', 'species', parseClaimSet);
  const computed: Record<string, number | null> = {};
  for (const { claim, query } of set.claims) computed[claim] = await release.tables.ask(query);
  for (const rule of gate.rules) {
    if (rule.kind === 'bound') computed[rule.name] = await release.tables.ask(rule.query);
  }
  t.deepEqual(computed, {
    groups: 2,
    'hundreds-of-species': 2,
    'classes-shared-with-imagenet-21k': null,
    'mean-auroc-of-max-logit-with-resnet': null,
    'images-that-may-not-be-used-or-changed-freely': 0,
    'share-of-photos-lost-on-the-way': 0,
    species: 2,
    'species-of-the-smallest-group': 1,
    'largest-share-of-one-observer': 0.5,
  });
});

test('drawLedger() holds hundreds of species to be two hundred and more', async (t) => {
  const release = await openRelease(await freezeSpecies(t, [speciesRecord(1)]));
  t.teardown(() => release.close());
  const { content: set } = await readManifest('claims', 'species', parseClaimSet);
  const claim = set.claims.find((one) => one.atLeast === true);
  const source = { ...release.info.source, presentSplits: {} };
  const told = async (species: number) => {
    const query = `SELECT ${species}`;
    const claims = [{ ...claim!, needs: [], query }];
    const [entry] = await drawLedger(release.tables, source, claims);
    return [entry?.status, entry?.why];
  };
  t.deepEqual(await told(199), ['differs', claim?.remark]);
  t.deepEqual(await told(200), ['reproduced', 'At least 200']);
  t.deepEqual(await told(1_041), ['reproduced', 'At least 200']);
  const [{ atLeast: _, ...exact }] = [claim!];
  const [other] = await drawLedger(release.tables, source, [
    { ...exact, needs: [], query: 'SELECT 201' },
  ]);
  t.is(other?.status, 'differs');
});

test('the claims of species need every group of the class set, and waivers name claims', async (t) => {
  const { content: groups } = await readManifest('class-sets', 'species-groups', parseClassSet);
  const { content: gate } = await readManifest('gates', 'species', parseGateManifest);
  const { content: set } = await readManifest('claims', 'species', parseClaimSet);
  const parts = groups.members.map(({ name }) => partOfGroup(name));
  for (const { needs, facts } of set.claims) t.deepEqual(needs, facts.length > 0 ? [] : parts);
  const unreproducible = set.claims.filter(({ facts }) => facts.length > 0);
  t.deepEqual(
    gate.waivers.map(({ subject }) => subject),
    unreproducible.map(({ claim }) => claim),
  );
});
