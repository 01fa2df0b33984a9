import test from 'ava';
import { runChecks } from '../../src/checks/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { asSha256, type ImageRecord, type SplitRule } from '../../src/records/index.ts';

const classSet = {
  name: 'tiny',
  title: 'Tiny',
  source: 'test',
  members: [{ name: 'bat' }, { name: 'leech' }],
};
const splits: SplitRule = { kind: 'by-part', splits: { one: 'train', two: 'validation' } };

function record(
  id: string,
  classes: readonly number[],
  difficult: readonly number[] = [],
  split = 'train',
): ImageRecord {
  const sha256 = asSha256(Buffer.from(id).toString('hex').padStart(64, '0'));
  const image = { source: { path: `${id}.jpg`, bytes: 1, sha256 } };
  const size = { width: 2, height: 2, format: 'jpeg' } as const;
  return {
    id,
    split,
    sourceSplit: 'one',
    image,
    truth: { kind: 'classes', classes, difficult, ...size },
  };
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function judge(records: readonly ImageRecord[], presentSplits = { one: true, two: true }) {
  const context = { classSet, splits, presentSplits };
  return runChecks(
    [{ check: 'label-sets' }, { check: 'figures' }],
    context,
    stream(records),
    stream([]),
  );
}

test('label-sets passes on sound sets and counts them', async (t) => {
  const [labels, figures] = await judge([
    record('a', [0, 1]),
    record('b', [1], [0], 'validation'),
    record('c', [], [1]),
  ]);
  t.is(labels?.verdict, 'pass');
  t.deepEqual(labels?.figures, {
    imagesPerNumberOfClasses: { '00': 1, '01': 1, '02': 1 },
    imagesWithDifficult: 2,
    found: { 'image-without-class': 1 },
  });
  t.like(figures, { verdict: 'pass', figures: { imagesPerClass: { bat: 1, leech: 2 } } });
});

test('label-sets names indices and splits that there are not', async (t) => {
  const [labels] = await judge([record('a', [0, 2], [3]), record('b', [1], [], 'elsewhere')]);
  t.deepEqual(
    labels?.findings.map(({ code, level, subject, values }) => [code, level, subject, values]),
    [
      ['class-unknown', 'fault', 'a', { classes: '2, 3' }],
      ['split-unknown', 'fault', 'b', { split: 'elsewhere' }],
    ],
  );
});

test('figures leaves splits and classes unjudged whose part of the source was not there', async (t) => {
  const whole = await judge([record('a', [0])]);
  t.deepEqual(
    whole[1]?.findings.map(({ code, level }) => `${code} ${level}`),
    ['class-empty fault', 'split-empty fault'],
  );
  const part = await judge([record('a', [0])], { one: true, two: false });
  t.deepEqual(
    part[1]?.findings.map(({ code, level }) => `${code} ${level}`),
    ['class-empty unjudged', 'split-empty unjudged'],
  );
});

test('label-sets judges sets of classes alone', async (t) => {
  const { truth, ...rest } = record('a', [0]);
  const size = { width: 2, height: 2, format: 'jpeg' } as const;
  const unlabelled = { ...rest, truth: { kind: 'unlabelled', ...size } } as ImageRecord;
  t.is(truth.kind, 'classes');
  await t.throwsAsync(judge([unlabelled]), {
    instanceOf: InvalidInput,
    message: 'Truth is a unlabelled where classes are needed: a',
  });
});
