import test from 'ava';
import fc from 'fast-check';
import { runChecks } from '../../src/checks/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { asSha256, type Figures, type ImageRecord, type Skipped } from '../../src/records/index.ts';

const classSet = {
  name: 'tiny',
  title: 'Tiny',
  source: 'test',
  voidValue: 255,
  members: [{ name: 'road' }, { name: 'train' }, { name: 'bicycle' }],
};

const splits = {
  kind: 'by-anomaly',
  anomalousClasses: ['train', 'bicycle'],
  fromPixels: 1,
  normal: { train: 'train', val: 'validation' },
  anomalous: 'test',
  sharedClips: { kind: 'keep' },
} as const;

const wanted = [
  { check: 'integrity', width: 100, height: 10 },
  { check: 'masks', tinyBelowPixels: 100 },
  { check: 'figures' },
  { check: 'leaks', neighbourFrames: 5, dominantShare: 0.5 },
];

let labels = 0;
const digest = (n: number) => asSha256(n.toString(16).padStart(64, '0'));

interface Shape {
  readonly pixels?: Readonly<Record<string, number>>;
  readonly label?: number;
  readonly width?: number;
}

function record(
  id: string,
  split: string,
  { pixels = {}, label, width = 100 }: Shape = {},
): ImageRecord {
  const anomalous = (pixels.train ?? 0) + (pixels.bicycle ?? 0);
  const all = { road: 900 - anomalous, train: 0, bicycle: 0, void: 100, ...pixels };
  const file = { source: { path: `${id}.png`, bytes: 1, sha256: digest(0) } };
  const labelSha256 = digest(label ?? ++labels);
  const truth = {
    kind: 'mask',
    file,
    width,
    height: 10,
    form: 'grey',
    encoding: 'train-ids',
    labelSha256,
    pixels: all,
  } as const;
  return {
    id,
    split,
    sourceSplit: split === 'train' ? 'train' : 'val',
    clip: id.slice(0, 8),
    truth,
  };
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function run(
  records: readonly ImageRecord[],
  { skipped = [] as readonly Skipped[], presentSplits = { train: true, val: true } } = {},
) {
  return runChecks(wanted, { classSet, splits, presentSplits }, stream(records), stream(skipped));
}

const sound: readonly ImageRecord[] = [
  record('0000000a-00000001', 'train'),
  record('0000000b-00000001', 'validation'),
  record('0000000c-00000001', 'test', { pixels: { train: 200, road: 700 } }),
  record('0000000d-00000001', 'test', { pixels: { bicycle: 100, road: 800 } }),
];

async function codesOf(
  records: readonly ImageRecord[],
  check: string,
  options: Parameters<typeof run>[1] = {},
) {
  const report = (await run(records, options)).find((candidate) => candidate.check === check);
  return { verdict: report?.verdict, codes: report?.findings.map(({ code }) => code) };
}

test('sound records pass every check', async (t) => {
  t.deepEqual(
    (await run(sound)).map(({ verdict, findings }) => [verdict, findings]),
    wanted.map(() => ['pass', []]),
  );
});

const faults: readonly (readonly [code: string, check: string, ImageRecord])[] = [
  [
    'wrong-size',
    'integrity',
    record('0000000e-00000001', 'train', { width: 50, pixels: { road: 400 } }),
  ],
  ['pixels-uncounted', 'integrity', record('0000000e-00000001', 'train', { pixels: { road: 7 } })],
  ['record-twice', 'integrity', record('0000000a-00000001', 'train')],
  [
    'anomaly-in-normal-split',
    'masks',
    record('0000000e-00000001', 'train', { pixels: { train: 1 } }),
  ],
  ['anomaly-missing', 'masks', record('0000000e-00000001', 'test')],
  ['class-unknown', 'masks', record('0000000e-00000001', 'train', { pixels: { zebra: 0 } })],
  ['split-unknown', 'masks', record('0000000e-00000001', 'elsewhere')],
  ['clip-shared', 'leaks', record('0000000a-99990001', 'validation')],
];

for (const [code, check, extra] of faults) {
  test(`${check} fails with ${code}`, async (t) => {
    t.deepEqual(await codesOf([...sound, extra], check), { verdict: 'fail', codes: [code] });
  });
}

test('leaks finds neighbouring frames of one series in different splits', async (t) => {
  const near = [...sound, record('0000000a-00000006', 'validation')];
  t.deepEqual((await codesOf(near, 'leaks')).codes, ['clip-shared', 'frames-neighbouring']);
  const far = [...sound, record('0000000a-00000007', 'validation')];
  t.deepEqual((await codesOf(far, 'leaks')).codes, ['clip-shared']);
});

test('leaks tells equal label maps across splits from those within one', async (t) => {
  const across = [
    record('00000010-1111aaaa', 'train', { label: 9999 }),
    record('00000011-1111aaaa', 'validation', { label: 9999 }),
  ];
  t.deepEqual(await codesOf([...sound, ...across], 'leaks'), {
    verdict: 'fail',
    codes: ['labels-identical'],
  });
  const within = [
    record('00000012-1111aaaa', 'train', { label: 9998 }),
    record('00000013-1111aaaa', 'train', { label: 9998 }),
  ];
  t.deepEqual(await codesOf([...sound, ...within], 'leaks'), {
    verdict: 'pass',
    codes: ['labels-identical-within-split'],
  });
});

test('leaks notes a clip that makes up much of a split', async (t) => {
  const same = [2, 3, 4].map((n) => record(`0000000a-00${n}00009`, 'train'));
  t.deepEqual(await codesOf([...sound, ...same], 'leaks'), {
    verdict: 'pass',
    codes: ['clip-dominant'],
  });
});

test('masks notes tiny anomalies, with how small', async (t) => {
  const reports = await run([
    ...sound,
    record('0000000e-00000001', 'test', { pixels: { bicycle: 99, road: 801 } }),
  ]);
  const masks = reports.find(({ check }) => check === 'masks');
  t.is(masks?.verdict, 'pass');
  t.deepEqual(masks?.findings, [
    { code: 'anomaly-tiny', level: 'note', subject: '0000000e-00000001', values: { pixels: 99 } },
  ]);
});

test('figures gives the mean area with void in and out of the denominator', async (t) => {
  const reports = await run(sound);
  const { figures } = reports.find(({ check }) => check === 'figures') ?? {
    figures: {} as Figures,
  };
  t.deepEqual(figures.images, { train: 1, validation: 1, test: 2 });
  t.deepEqual(figures.anomalousAreaPercent, {
    meanVoidIncluded: (100 * (0.1 + 0.2)) / 2,
    meanVoidExcluded: (100 * (200 / 900 + 100 / 900)) / 2,
    smallestPixels: 100,
    medianPixels: 150,
    largestPixels: 200,
  });
  t.deepEqual(figures.imagesPerAnomalousClass, { train: 1, bicycle: 1 });
});

test('what a missing source split may explain is unknown, not a fault', async (t) => {
  const half = sound.filter(({ split }) => split === 'validation');
  const absent = { presentSplits: { train: false, val: true } };
  t.deepEqual(await codesOf(half, 'figures', absent), {
    verdict: 'unknown',
    codes: ['class-never-anomalous', 'class-never-anomalous', 'split-empty', 'split-empty'],
  });
  t.deepEqual(await codesOf(half, 'masks', absent), { verdict: 'unknown', codes: ['no-anomaly'] });
  t.is((await codesOf(half, 'figures')).verdict, 'fail');
  t.is((await codesOf(half, 'masks')).verdict, 'fail');
});

test('integrity names candidates that could not be read', async (t) => {
  const skipped = [
    { path: 'x.png', sourceSplit: 'train', reason: 'png-crc', detail: '' },
    { path: 'y.png', sourceSplit: 'train', reason: 'photo-missing', detail: '' },
  ];
  t.deepEqual(await codesOf(sound, 'integrity', { skipped }), {
    verdict: 'pass',
    codes: ['candidate-unreadable'],
  });
});

test('the order of records leaves no trace', async (t) => {
  const many = [...sound, ...faults.map(([, , extra]) => extra)];
  const expected = await run(many);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(many, { minLength: many.length }), async (shuffled) => {
      t.deepEqual(await run(shuffled), expected);
    }),
    { numRuns: 30 },
  );
});

test('an unknown check or option is refused by name', async (t) => {
  const context = { classSet, splits, presentSplits: {} };
  const none = () => stream<never>([]);
  await t.throwsAsync(runChecks([{ check: 'beauty' }], context, none(), none()), {
    instanceOf: InvalidInput,
    message: /"beauty" \(known: integrity/,
  });
  await t.throwsAsync(
    runChecks(
      [{ check: 'leaks', neighbourFrames: 0, dominantShare: 0.5 }],
      context,
      none(),
      none(),
    ),
    { message: /neighbourFrames/ },
  );
});
