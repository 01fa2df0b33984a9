import test from 'ava';
import fc from 'fast-check';
import { runChecks } from '../../src/checks/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import {
  asSha256,
  type ClassRecord,
  type ImageRecord,
  wnidSchema,
} from '../../src/records/index.ts';

const synset = (n: number) => wnidSchema.parse(`n0000000${n}`);

const classSet = {
  name: 'tiny',
  title: 'Tiny',
  source: 'test',
  members: [
    { name: 'bat', synset: synset(1) },
    { name: 'leech', synset: synset(2) },
  ],
};

const wanted = [
  { check: 'integrity' },
  { check: 'classes' },
  { check: 'figures' },
  { check: 'duplicates' },
];

let images = 0;

function record(
  id: string,
  member: string,
  {
    wnid = synset(member === 'bat' ? 1 : 2),
    split = 'test',
    bytes = ++images,
    format = 'jpeg' as 'jpeg' | 'png',
    width = 20,
  } = {},
): ClassRecord {
  const sha256 = asSha256(bytes.toString(16).padStart(64, '0'));
  const image = { source: { path: `${wnid}/${id}.JPEG`, bytes: 1, sha256 } };
  const truth = { kind: 'class', member, wnid, width, height: 10, format } as const;
  return { id, split, sourceSplit: wnid, image, truth };
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const whole = { kind: 'all', split: 'test' } as const;
const all = { [synset(1)]: true, [synset(2)]: true };

function run(records: readonly ClassRecord[], presentSplits: Record<string, boolean> = all) {
  const context = { classSet, splits: whole, presentSplits };
  return runChecks(wanted, context, stream(records), stream([]));
}

const sound = [record('b1', 'bat'), record('b2', 'bat'), record('l1', 'leech', { width: 40 })];

async function codesOf(records: readonly ClassRecord[], check: string, present = all) {
  const report = (await run(records, present)).find((candidate) => candidate.check === check);
  return { verdict: report?.verdict, codes: report?.findings.map(({ code }) => code) };
}

test('sound images of classes pass every check', async (t) => {
  t.deepEqual(
    (await run(sound)).map(({ verdict, findings }) => [verdict, findings]),
    wanted.map(() => ['pass', []]),
  );
});

const faults: readonly (readonly [code: string, check: string, ClassRecord])[] = [
  ['class-unknown', 'classes', record('x1', 'whale')],
  ['synset-of-another-class', 'classes', record('x2', 'bat', { wnid: synset(2) })],
  ['split-unknown', 'classes', record('x3', 'bat', { split: 'elsewhere' })],
  ['record-twice', 'integrity', record('b1', 'bat')],
];

for (const [code, check, extra] of faults) {
  test(`${check} fails with ${code} on images of classes`, async (t) => {
    t.deepEqual(await codesOf([...sound, extra], check), { verdict: 'fail', codes: [code] });
  });
}

test('classes notes a PNG that is called a JPEG', async (t) => {
  const extra = record('p1', 'bat', { format: 'png' });
  t.deepEqual(await codesOf([...sound, extra], 'classes'), {
    verdict: 'pass',
    codes: ['format-unlike-name'],
  });
});

test('duplicates tells equal images under two classes or splits from those within one class', async (t) => {
  const twins = (a: ClassRecord, b: ClassRecord) => codesOf([...sound, a, b], 'duplicates');
  const bytes = 9999;
  t.deepEqual(await twins(record('d1', 'bat', { bytes }), record('d2', 'leech', { bytes })), {
    verdict: 'fail',
    codes: ['image-in-several-classes'],
  });
  const train = record('d3', 'bat', { bytes, split: 'train' });
  t.deepEqual(await twins(record('d1', 'bat', { bytes }), train), {
    verdict: 'fail',
    codes: ['image-in-several-splits'],
  });
  t.deepEqual(await twins(record('d1', 'bat', { bytes }), record('d2', 'bat', { bytes })), {
    verdict: 'pass',
    codes: ['image-twice'],
  });
});

test('figures counts images of each class and describes their sizes', async (t) => {
  const report = (await run(sound)).find(({ check }) => check === 'figures');
  t.deepEqual(report?.figures, {
    images: { test: 3 },
    imagesPerClass: { bat: 2, leech: 1 },
    classesPresent: 2,
    pixelsPerImage: { smallest: 200, median: 200, largest: 400 },
  });
});

test('a class without images is a fault, and unjudged where the source lacked it', async (t) => {
  const bats = sound.slice(0, 2);
  t.deepEqual(await codesOf(bats, 'figures'), { verdict: 'fail', codes: ['class-empty'] });
  const absent = { ...all, [synset(2)]: false };
  t.deepEqual(await codesOf(bats, 'figures', absent), {
    verdict: 'unknown',
    codes: ['class-empty'],
  });
});

test('the order of images of classes leaves no trace', async (t) => {
  const many = [
    ...sound,
    ...faults.map(([, , extra]) => extra),
    ...['e1', 'e2', 'e3'].map((id) => record(id, 'bat', { bytes: 777 })),
  ];
  const expected = await run(many);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(many, { minLength: many.length }), async (shuffled) => {
      t.deepEqual(await run(shuffled), expected);
    }),
    { numRuns: 30 },
  );
});

test('a check of masks is refused under a rule that needs none, and a check of classes on masks', async (t) => {
  const context = { classSet, splits: whole, presentSplits: all };
  const masks = { check: 'masks', tinyBelowPixels: 100 };
  await t.throwsAsync(runChecks([masks], context, stream([]), stream([])), {
    instanceOf: InvalidInput,
    message: /Check masks judges masks split by anomaly, not the rule "all": checks\[0\]/,
  });
  const mask = { id: 'm1', split: 'test', truth: { kind: 'mask' } } as unknown as ImageRecord;
  await t.throwsAsync(runChecks([{ check: 'classes' }], context, stream([mask]), stream([])), {
    instanceOf: InvalidInput,
    message: /Truth is a mask where a class is needed: m1/,
  });
});
