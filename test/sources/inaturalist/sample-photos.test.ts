import test from 'ava';
import fc from 'fast-check';
import { drawOf, samplePhotos } from '../../../src/sources/index.ts';
import { groupOf, photoOf } from '../../support/made-up-species.ts';

const photos = fc
  .uniqueArray(
    fc.record({
      photoId: fc.integer({ min: 1, max: 10_000 }),
      observation: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      observer: fc.constantFrom('ann', 'ben', 'cem'),
      position: fc.integer({ min: 0, max: 3 }),
    }),
    { selector: ({ photoId }) => photoId, maxLength: 40 },
  )
  .map((all) => all.map(({ photoId, ...rest }) => photoOf(photoId, rest)));

const rules = fc.record({
  mostImages: fc.integer({ min: 1, max: 10 }),
  mostOfObservation: fc.integer({ min: 1, max: 3 }),
  mostOfObserver: fc.integer({ min: 1, max: 5 }),
  seed: fc.constantFrom('a', 'b'),
});

test('drawOf() gives what md5 of seed, colon and id gives', (t) => {
  t.is(drawOf('species-1', 42), 'bf8d5a0b985362411c2034d33954e96f');
});

test('samplePhotos() takes the same photos in whatever order they are given', (t) => {
  fc.assert(
    fc.property(photos, rules, fc.integer(), (all, rule, turn) => {
      const turned = all.toSorted((a, b) => ((a.photoId * turn) % 7) - ((b.photoId * turn) % 7));
      t.deepEqual(samplePhotos(turned, groupOf(rule)), samplePhotos(all, groupOf(rule)));
    }),
  );
});

test('samplePhotos() keeps to every limit, and takes as many as they allow', (t) => {
  fc.assert(
    fc.property(photos, rules, (all, rule) => {
      const taken = samplePhotos(all, groupOf(rule));
      t.true(taken.length <= rule.mostImages);
      for (const [key, most] of [
        ['observation', rule.mostOfObservation],
        ['observer', rule.mostOfObserver],
      ] as const) {
        for (const same of Map.groupBy(taken, (photo) => photo[key]).values()) {
          t.true(same.length <= most);
        }
      }
      if (taken.length === rule.mostImages) return;
      const ofObserver = Map.groupBy(taken, ({ observer }) => observer);
      const left = all.filter((photo) => !taken.includes(photo));
      for (const { observer, observation, position } of left) {
        const earlier = all.filter((o) => o.observation === observation && o.position <= position);
        const isFull = (ofObserver.get(observer)?.length ?? 0) === rule.mostOfObserver;
        t.true(isFull || earlier.length > rule.mostOfObservation);
      }
    }),
  );
});

test('samplePhotos() draws others under another seed', (t) => {
  const many = Array.from({ length: 50 }, (_, i) => photoOf(i + 1));
  const rule = { mostImages: 10, mostOfObservation: 1, mostOfObserver: 1 };
  const ids = (seed: string) =>
    samplePhotos(many, groupOf({ ...rule, seed })).map(({ photoId }) => photoId);
  t.notDeepEqual(ids('a'), ids('b'));
});

test('samplePhotos() takes the first photos of an observation by position, then by id', (t) => {
  const all = [
    photoOf(3, { observation: 'o', position: 0 }),
    photoOf(1, { observation: 'o', position: 1 }),
    photoOf(2, { observation: 'o', position: 0 }),
  ];
  t.deepEqual(
    samplePhotos(all, groupOf()).map(({ photoId }) => photoId),
    [2],
  );
});
