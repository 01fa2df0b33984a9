import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openTables, sqlText } from '../../src/io/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { npyBytesOf, npyHeaderOf } from '../support/npy.ts';
import { runCli } from '../support/run-cli.ts';
import { numbers } from '../support/score-cases.ts';

/** Three images of 4x5 pixels: two with both kinds and void, one without anomalies. */
const number = numbers(7);
const labels = Uint8Array.from({ length: 60 }, (_, i) =>
  i % 20 === 0 ? 255 : i < 40 && i % 7 === 0 ? 1 : 0,
);
const scores = Float32Array.from(labels, (label) => number() * 2 + (label === 1 ? 0.8 : 0));

interface Printed {
  readonly verdict: string;
  readonly protocol: { readonly name: string };
  readonly values: readonly {
    readonly metric: string;
    readonly value?: number;
    readonly reason?: string;
  }[];
  readonly intervals: readonly {
    readonly metric: string;
    readonly method: { readonly kind: string };
  }[];
  readonly everyProtocol?: readonly Printed[];
}

async function metrics(
  ...args: readonly string[]
): Promise<Printed & { readonly code: number | null }> {
  const { code, stdout } = await runCli('metrics', ...args, '--json');
  return { code, ...(JSON.parse(stdout) as Printed) };
}

interface Files {
  readonly folder: string;
  npy(name: string, data: ArrayBufferView, descr: string, shape: readonly number[]): string;
}

function files(t: ExecutionContext): Files {
  const folder = temporaryFolder(t);
  return {
    folder,
    npy(name, data, descr, shape) {
      const path = join(folder, `${name}.npy`);
      writeFileSync(path, npyBytesOf(data, npyHeaderOf(descr, shape)));
      return path;
    },
  };
}

test('oodforge metrics gives the same under every protocol whatever the form of the files', async (t) => {
  const { folder, npy } = files(t);
  const stack = npy('scores', scores, '<f4', [3, 4, 5]);
  const stackLabels = npy('labels', labels, '|u1', [3, 4, 5]);
  const csv = join(folder, 'scores.csv');
  const rows = Array.from(
    scores,
    (score, i) => `${score},${labels[i]},image ${Math.floor(i / 20)}`,
  );
  writeFileSync(csv, `score,label,image\n${rows.join('\n')}\n`);
  const parquet = join(folder, 'scores.parquet');
  const tables = await openTables();
  await tables.run(`COPY (FROM read_csv(${sqlText(csv)})) TO ${sqlText(parquet)} (FORMAT parquet)`);
  tables.close();
  const ids = npy(
    'ids',
    Int32Array.from(labels, (_, i) => Math.floor(i / 20) + 5),
    '<i4',
    [60],
  );
  const list = npy('list', Float64Array.from(scores), '<f8', [60]);
  const listLabels = npy('list-labels', BigInt64Array.from(labels, BigInt), '<i8', [60]);
  const wide = npy('wide', Float64Array.from(scores), '<f8', [3, 20]);
  const wideLabels = npy('wide-labels', Int8Array.from(labels), '|i1', [3, 20]);
  const runs = await Promise.all(
    [
      [stack, stackLabels],
      [csv],
      [parquet],
      [list, listLabels, '--images', ids],
      [list, csv, '--images', parquet],
      [csv, listLabels],
    ].map((args) => metrics(...args, '--protocol', 'paper-caos', '--explain')),
  );
  const [first] = runs;
  t.is(first?.everyProtocol?.length, 6);
  for (const run of runs) t.deepEqual(run, first);
  t.is(first?.code, 0);
  const caos = first?.everyProtocol?.find(({ protocol }) => protocol.name === 'paper-caos');
  t.deepEqual(caos?.values, first?.values);
  const refused = await metrics(wide, wideLabels, '--protocol', 'openood');
  t.is(refused.code, 2, 'labels of int8 are -1 where they were 255');
});

test('oodforge metrics prints terms, basis, intervals and differences when asked to explain', async (t) => {
  const { npy } = files(t);
  const stack = npy('scores', scores, '<f4', [3, 20]);
  const stackLabels = npy('labels', labels, '|u1', [3, 20]);
  const protocol = ['--protocol', 'paper-caos', '--explain', '--intervals', '50'];
  const { code, stdout } = await runCli('metrics', stack, stackLabels, ...protocol);
  t.is(code, 0);
  t.regex(
    stdout,
    /^Protocol paper-caos: anomaly positive, FPR95 nearest, AUPR by average-precision/,
  );
  t.regex(stdout, /40 scores, 5 anomalies, .* mean of 2 images, 1 without both kinds left out/);
  t.regex(stdout, /auroc +0\.\d{6} +0\.\d{6} to [01]\.\d{6} \(50 draws of 3 clusters/);
  t.regex(stdout, /openood differs in fpr95, aupr, aggregation, void/);
  const again = await runCli('metrics', stack, stackLabels, ...protocol);
  t.is(again.stdout, stdout);
});

test('oodforge metrics gives the interval of DeLong when records stand alone', async (t) => {
  const { npy } = files(t);
  const list = npy('list', scores, '<f4', [60]);
  const listLabels = npy('labels', labels, '|u1', [60]);
  const run = await metrics(list, listLabels, '--protocol', 'openood', '--intervals', '20');
  t.deepEqual(
    run.intervals.map(({ metric, method }) => [metric, method.kind]),
    [
      ['auroc', 'delong'],
      ['auroc', 'bootstrap'],
      ['aupr', 'bootstrap'],
      ['fpr95', 'bootstrap'],
    ],
  );
});

test('oodforge metrics ends in 2 with the reason when a metric is undefined', async (t) => {
  const { npy } = files(t);
  const list = npy('list', scores, '<f4', [60]);
  const none = npy('none', new Uint8Array(60), '|u1', [60]);
  const run = await metrics(list, none, '--protocol', 'openood');
  t.deepEqual([run.code, run.verdict, run.values[0]?.reason], [2, 'unknown', 'No anomalies']);
  const alone = await metrics(list, none, '--protocol', 'paper-caos');
  t.deepEqual([alone.code, alone.values[0]?.reason], [2, 'Nothing tells the images apart']);
  const { stdout } = await runCli('metrics', list, none, '--protocol', 'openood');
  t.regex(stdout, /Undefined under openood: No anomalies/);
});

test('oodforge metrics says what is wrong when files do not belong together', async (t) => {
  const { folder, npy } = files(t);
  const list = npy('list', scores, '<f4', [60]);
  const good = npy('good', labels, '|u1', [60]);
  const stack = npy('stack', scores, '<f4', [3, 20]);
  const bad = npy('bad', Float32Array.of(1, Number.NaN), '<f4', [2]);
  const table = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const two = npy('two', Uint8Array.of(0, 1), '|u1', [2]);
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[list, two], /60 scores for 2 labels: .*list.npy/],
    [[list], /Say the labels: .*list.npy/],
    [[stack, good], /Labels are \(60\) where scores are \(3, 20\): .*good.npy/],
    [[stack, good, '--images', good], /leave --images out: .*stack.npy/],
    [[list, list], /Not a label .*: .*list.npy at \[0\]/],
    [[bad, two], /Not a finite score NaN: .*bad.npy at \[1\]/],
    [[list, good, '--images', two], /2 images or clusters for 60 scores: .*two.npy/],
    [[table('a.csv', 'points,label\n1,0\n')], /No column "score": .*a.csv/],
    [[table('b.csv', 'x,y\n1,0\n')], /No column "score", "label" or "image": .*b.csv/],
    [[table('c.csv', 'score,label\n1,0\n,1\n')], /No score in row 2: .*c.csv/],
    [[table('d.csv', 'score,label\n1,0\nhigh,1\n')], /Cannot be read as a table.*: .*d.csv/],
    [[table('e.csv', 'score,label\n1,0\nnan,1\n')], /Not a finite score NaN: .*e.csv at \[1\]/],
    [[table('f.parquet', 'PAR1')], /Cannot be read as a table.*: .*f.parquet/],
  ];
  for (const [args, message] of wrong) {
    const { code, stderr } = await runCli('metrics', ...args, '--protocol', 'openood');
    t.is(code, 2, stderr);
    t.regex(stderr, message);
  }
});
