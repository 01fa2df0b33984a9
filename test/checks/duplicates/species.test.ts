import test from 'ava';
import fc from 'fast-check';
import { runChecks } from '../../../src/checks/index.ts';
import { InvalidInput } from '../../../src/errors.ts';
import {
  asSha256,
  parseReferenceHashes,
  type ReferenceHashes,
  referenceHashesText,
  type SpeciesRecord,
} from '../../../src/records/index.ts';

const digest = (number: number) => asSha256(number.toString(16).padStart(64, '0'));
let made = 1000;

interface Made {
  readonly species?: string;
  readonly split?: string;
  readonly bytes?: number;
  readonly written?: number;
  readonly pixels?: number;
  /** Perceptual hash; far from all others where it is left out. */
  readonly hash?: bigint;
}

function record(id: string, options: Made = {}): SpeciesRecord {
  made++;
  const { species = 'Amanita muscaria', split = 'test', bytes = made } = options;
  const { written = bytes + 1_000_000, pixels = bytes } = options;
  const hash = options.hash ?? BigInt.asUintN(64, BigInt(made) * 0x9e3779b97f4a7c15n);
  const path = `${id}.jpg`;
  return {
    id,
    split,
    sourceSplit: 'fungi',
    image: {
      source: { path, bytes: 1, sha256: digest(bytes) },
      placed: { path, bytes: 1, sha256: digest(written) },
    },
    truth: {
      kind: 'species',
      member: 'Fungi',
      taxon: { id: 1, name: species, folder: 'x' },
      width: 2,
      height: 2,
      format: 'jpeg',
      pixelSha256: digest(pixels),
      perceptualHash: hash.toString(16).padStart(16, '0'),
      photo: { photoId: 1, observation: 'o', observer: 'a', creator: 'A', licence: 'cc0' },
    },
  };
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const classSet = { name: 's', title: 'S', source: 'test', members: [{ name: 'Fungi' }] };

async function judge(
  records: readonly SpeciesRecord[],
  options: Record<string, unknown> = {},
  references?: ReferenceHashes,
) {
  const splits = { kind: 'all', split: 'test' } as const;
  const context = { classSet, splits, presentSplits: {}, references };
  const wanted = [{ check: 'duplicates', mostDistance: 6, ...options }];
  const [report] = await runChecks(wanted, context, stream(records), stream([]));
  const { verdict, figures, findings } = report as NonNullable<typeof report>;
  return { verdict, figures, findings, codes: findings.map(({ code }) => code) };
}

const alone = [record('a'), record('b'), record('c', { species: 'Boletus edulis' })];
const other = 'Boletus edulis';

test('duplicates passes photos that do not look alike', async (t) => {
  const { verdict, figures, findings } = await judge(alone);
  t.deepEqual([verdict, findings], ['pass', []]);
  t.deepEqual(figures, {
    groups: 0,
    imagesInGroups: 0,
    groupsOfPixels: 0,
    nearPairs: 0,
    nearPairsAcross: 0,
  });
});

const h = 0x0123456789abcdefn;
const twins: readonly (readonly [what: string, Made, Made, code: string, verdict: string])[] = [
  [
    'bytes in two species',
    { bytes: 7 },
    { bytes: 7, species: other },
    'image-in-several-species',
    'fail',
  ],
  [
    'bytes in two splits',
    { bytes: 7 },
    { bytes: 7, split: 'train' },
    'image-in-several-splits',
    'fail',
  ],
  ['bytes in one species', { bytes: 7 }, { bytes: 7 }, 'image-twice', 'pass'],
  [
    'pixels in two species',
    { pixels: 7 },
    { pixels: 7, species: other },
    'pixels-in-several-species',
    'fail',
  ],
  [
    'pixels in two splits',
    { pixels: 7 },
    { pixels: 7, split: 'train' },
    'pixels-in-several-splits',
    'fail',
  ],
  ['pixels in one species', { pixels: 7 }, { pixels: 7 }, 'pixels-twice', 'pass'],
  [
    'looks in two species',
    { hash: h },
    { hash: h ^ 0b111111n, species: other },
    'near-in-several-species',
    'pass',
  ],
  [
    'looks in two splits',
    { hash: h },
    { hash: h ^ 1n, split: 'train' },
    'near-in-several-splits',
    'pass',
  ],
  ['looks in one species', { hash: h }, { hash: h ^ (3n << 62n) }, 'near-twice', 'pass'],
  ['hash, other pixels', { hash: h }, { hash: h }, 'near-twice', 'pass'],
];

for (const [what, first, second, code, verdict] of twins) {
  test(`duplicates names two photos of the same ${what}: ${code}`, async (t) => {
    const hash = 'hash' in first ? {} : { hash: h };
    const pair = [record('x', { ...hash, ...first }), record('y', { ...hash, ...second })];
    const isNear = code.startsWith('near');
    const found = await judge([...alone, ...pair], isNear ? {} : { mostDistance: 0 });
    t.deepEqual([found.codes, found.verdict], [[code], verdict]);
    t.is(found.findings[0]?.subject, 'x y');
  });
}

test('duplicates does not call near what is equal, nor far what is near', async (t) => {
  const equal = [record('x', { bytes: 7, hash: h }), record('y', { bytes: 7, hash: h })];
  t.deepEqual((await judge(equal)).codes, ['image-twice']);
  const far = [record('x', { hash: h }), record('y', { hash: h ^ 0b1111111n })];
  t.deepEqual((await judge(far)).codes, []);
  t.deepEqual((await judge(far, { mostDistance: 7 })).codes, ['near-twice']);
  const near = [record('x', { hash: h }), record('y', { hash: h })];
  t.deepEqual((await judge(near, { mostDistance: 0 })).codes, []);
});

test('duplicates leaves near photos across species unjudged when a recipe asks for it', async (t) => {
  const pair = [record('x', { hash: h }), record('y', { hash: h ^ 1n, species: other })];
  const found = await judge(pair, { nearAcross: 'unjudged' });
  t.is(found.verdict, 'unknown');
  t.deepEqual(found.findings[0]?.values, {
    distance: 1,
    images: 2,
    splits: 'test',
    species: 'Amanita muscaria, Boletus edulis',
  });
});

test('duplicates lists the nearest first, across species before within, and counts all', async (t) => {
  const many = Array.from({ length: 40 }, (_, i) =>
    record(`n${i}`, { hash: h ^ (1n << BigInt(i)) }),
  );
  const across = record('z', { hash: h ^ 0b11n ^ (1n << 50n), species: other });
  const { figures, findings } = await judge([...many, across], { mostListed: 3 });
  t.is(findings.length, 6);
  t.is(findings.filter(({ code }) => code === 'near-in-several-species').length, 3);
  t.is(figures.nearPairsAcross, 40);
  t.is(figures.nearPairs, 40 + (40 * 39) / 2);
});

test('duplicates names some of many equal images and counts the rest', async (t) => {
  const many = Array.from({ length: 50 }, (_, i) => record(`m${100 + i}`, { bytes: 7, hash: h }));
  const { findings, figures } = await judge(many);
  t.is(figures.imagesInGroups, 50);
  t.regex(findings[0]?.subject ?? '', /^m100 m101 .* m115 and 34 more$/);
});

const hashText = (hash: bigint) => hash.toString(16).padStart(16, '0');
const reference = parseReferenceHashes(
  Buffer.from(
    referenceHashesText([
      { kind: 'hashed', perceptualHash: hashText(h), sha256: digest(7), path: 'dog/1.jpg' },
      { kind: 'hashed', perceptualHash: hashText(h), sha256: digest(8), path: 'dog/2.jpg' },
      { kind: 'unreadable', reason: 'photo-undecodable', path: 'dog/3.jpg' },
    ]),
  ),
  'test',
);

test('duplicates holds images to those of a reference: equal is a fault, near is not judged', async (t) => {
  const clean = await judge(alone, {}, reference);
  t.deepEqual(clean.figures.reference, { images: 2, unreadable: 1, inRelease: 0 });
  t.deepEqual([clean.verdict, clean.figures.nearToReference], ['pass', 0]);
  for (const found of [
    await judge([record('x', { bytes: 7 })], {}, reference),
    await judge([record('x', { written: 7 })], {}, reference),
  ]) {
    t.deepEqual([found.codes, found.verdict], [['image-in-reference'], 'fail']);
    t.is(found.findings[0]?.values.reference, 'dog/1.jpg');
  }
  const near = await judge([record('x', { hash: h ^ 5n })], {}, reference);
  t.deepEqual([near.codes, near.verdict], [['near-reference'], 'unknown']);
  t.deepEqual(near.findings[0]?.values, { distance: 2, reference: 'dog/1.jpg', references: 2 });
  const both = await judge([record('x', { hash: h, bytes: 7 })], {}, reference);
  t.deepEqual(both.codes, ['image-in-reference', 'near-reference']);
  t.is(both.findings[1]?.values.reference, 'dog/2.jpg');
  const noted = await judge([record('x', { hash: h })], { nearReference: 'note' }, reference);
  t.is(noted.verdict, 'pass');
});

test('duplicates leaves no trace of the order of records', async (t) => {
  const records = [
    ...alone,
    ...twins.flatMap(([, first, second], i) => [
      record(`x${i}`, { hash: h ^ (1n << BigInt(i)), ...first }),
      record(`y${i}`, { hash: h ^ (1n << BigInt(i + 20)), ...second }),
    ]),
  ];
  const expected = await judge(records, { mostListed: 7 }, reference);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(records, { minLength: records.length }),
      async (shuffled) => {
        t.deepEqual(await judge(shuffled, { mostListed: 7 }, reference), expected);
      },
    ),
    { numRuns: 30 },
  );
});

const wrong: readonly Record<string, unknown>[] = [
  { mostDistance: 11 },
  { mostDistance: -1 },
  { mostDistance: 1.5 },
  { nearAcross: 'fault' },
  { nearReference: 'fault' },
  { mostListed: 0 },
  { unknown: 1 },
];

for (const options of wrong) {
  test(`duplicates refuses ${JSON.stringify(options)}`, async (t) => {
    await t.throwsAsync(judge(alone, options), { instanceOf: InvalidInput });
  });
}
