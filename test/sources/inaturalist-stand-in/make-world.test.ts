import test from 'ava';
import { licenceCodes, qualityGrades } from '../../../src/records/index.ts';
import { makeWorld } from '../../../src/sources/inaturalist-stand-in/index.ts';

const world = makeWorld({ seed: 'one' });
const photos = world.observations.flatMap((observation) => observation.photos);

test('makeWorld() makes the same world of the same seed, another of another', (t) => {
  t.deepEqual(makeWorld({ seed: 'one' }), world);
  t.notDeepEqual(makeWorld({ seed: 'two' }).observations, world.observations);
});

test('makeWorld() makes a tree: unique ids, ranks that fall, all above is there', (t) => {
  const byId = new Map(world.taxa.map((taxon) => [taxon.id, taxon]));
  t.is(byId.size, world.taxa.length);
  for (const { name, ancestry, rankLevel } of world.taxa) {
    const above = ancestry.map((id) => byId.get(id));
    t.true(
      above.every((taxon) => taxon !== undefined),
      name,
    );
    t.true((above.at(-1)?.rankLevel ?? 101) > rankLevel, name);
    t.deepEqual(above.at(-1)?.ancestry ?? [], ancestry.slice(0, -1), name);
  }
});

test('makeWorld() has the seven groups by their real roots', (t) => {
  const roots = [
    [47126, 'Plantae'],
    [20978, 'Amphibia'],
    [47686, 'Protozoa'],
    [47170, 'Fungi'],
    [47119, 'Arachnida'],
    [47158, 'Insecta'],
    [67333, 'Bacteria'],
    [48222, 'Chromista'],
  ] as const;
  for (const [id, name] of roots) {
    const root = world.taxa.find((taxon) => taxon.id === id);
    t.is(root?.name, name);
    t.is(root?.ancestry[0], 48460);
    const species = world.taxa.filter(({ ancestry, rank }) => {
      return rank === 'species' && ancestry.includes(id);
    });
    t.true(species.length >= 4, `${name}: ${species.length}`);
  }
});

test('makeWorld() has what makes real data hard', (t) => {
  const { taxa, observations, observers } = world;
  const grades = new Set(observations.map(({ qualityGrade }) => qualityGrade));
  t.deepEqual([...grades].sort(), qualityGrades.toSorted());
  const licences = new Set(photos.map(({ licence }) => licence ?? 'none'));
  t.deepEqual([...licences].sort(), [...licenceCodes, 'none'].sort());
  const extensions = new Set(photos.map(({ extension }) => extension));
  t.deepEqual([...extensions].sort(), ['JPG', 'gif', 'jpeg', 'jpg', 'png']);
  const quirks = new Set(photos.map(({ quirk }) => quirk?.kind));
  t.is(quirks.size, 8);
  t.true(observations.some(({ latitude }) => latitude === undefined));
  t.true(observations.some(({ observedOn }) => observedOn === undefined));
  t.true(observations.some(({ isObscured }) => isObscured === true));
  t.true(observations.some(({ licence, photos: [first] }) => licence && first && !first.licence));
  t.true(observers.some(({ name }) => name === undefined));
  t.true(observers.some(({ name }) => /[^\p{Script=Latin}\p{P}\s]/u.test(name ?? '')));
  t.true(taxa.some(({ isActive }) => !isActive));
  for (const part of ['×', '"', 'c-album']) t.true(taxa.some(({ name }) => name.includes(part)));
  const busiest = observations.filter(({ observerId }) => observerId === observers[0]?.id);
  t.true(busiest.length > observations.length / 3);
});

test('makeWorld() shares one photo between two observations, and no other', (t) => {
  const counts = [...Map.groupBy(photos, ({ id }) => id).values()].map(({ length }) => length);
  t.is(counts.filter((count) => count > 1).length, 1);
});
