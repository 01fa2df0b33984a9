import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type FeatureRows,
  type Fitted,
  type FittedDetector,
  isolationForest,
  kNearestNeighbours,
  localOutlierFactor,
  mahalanobis,
} from '../src/detectors/index.ts';
import { openMatrixProduct } from '../src/evaluation/index.ts';
import { numbersFrom } from './numbers-from.ts';

// Detectors fitted on features, beside scikit-learn where it is: see README.md beside this file.
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    columns: { type: 'string', default: '2048' },
    threads: { type: 'string', default: '2' },
    python: { type: 'string', default: 'python3' },
    all: { type: 'boolean', default: false },
  },
});

const [rows, columns, threads] = [values.rows, values.columns, values.threads].map(Number) as [
  number,
  number,
  number,
];
const compared = [isolationForest(), localOutlierFactor()];
const alone = values.all ? [kNearestNeighbours(), mahalanobis()] : [];

const folder = mkdtempSync(join(tmpdir(), 'features-'));
try {
  await compare();
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(): Promise<void> {
  say(`${rows} rows fitted, ${rows} scored, ${columns} columns, ${threads} threads`);
  say(`${cpus()[0]?.model ?? 'processor'}, ${cpus().length} cores, Node ${process.version}`);
  const [fit, asked] = [madeUp(1), madeUp(2)];
  writeFileSync(join(folder, 'fit.f32'), fit.values);
  writeFileSync(join(folder, 'asked.f32'), asked.values);
  for (const detector of [...compared, ...alone]) {
    const ours = await measure(detector, fit, asked);
    if (alone.includes(detector)) continue;
    const theirs = askScikitLearn(detector.name);
    if (theirs === undefined) continue;
    say(`  ${(ours.seconds / theirs.seconds).toFixed(2)} of scikit-learn's time`);
    const scores = new Float32Array(
      new Uint8Array(readFileSync(join(folder, `${detector.name}.f32`))).buffer,
    );
    const difference = ours.scores.map((score, i) => Math.abs(score / (scores[i] as number) - 1));
    say(`  scores differ by at most ${difference.reduce((a, b) => Math.max(a, b), 0)}, relative`);
  }
}

async function measure(detector: FittedDetector, fit: FeatureRows, asked: FeatureRows) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await using product = await openMatrixProduct({ threads });
  const fitted: Fitted = await detector.fit(fit, { seed: 'bench', product });
  const fitSeconds = (performance.now() - start) / 1000;
  const scores = await fitted.score(asked, product);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  tell(detector.name, { seconds, fitSeconds, processorSeconds: (user + system) / 1e6 });
  const mib = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  say(`  ${JSON.stringify(fitted.notes)}; at most ${mib} MiB so far`);
  return { seconds, scores };
}

interface Times {
  readonly seconds: number;
  readonly fitSeconds: number;
  readonly processorSeconds: number;
}

function askScikitLearn(detector: string): Times | undefined {
  const script = join(import.meta.dirname, 'features.py');
  const { status, stdout, error } = spawnSync(
    values.python,
    [script, folder, String(rows), String(columns), detector],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (status !== 0) {
    say(`  ${values.python} has no scikit-learn to compare with (${error?.message ?? status})`);
    return undefined;
  }
  const { version, ...times } = JSON.parse(stdout) as Times & { readonly version: string };
  tell(`  scikit-learn ${version}`, times);
  return times;
}

function tell(title: string, { seconds, fitSeconds, processorSeconds }: Times): void {
  const [fit, score] = [fitSeconds, seconds - fitSeconds].map((part) => part.toFixed(2));
  const load = (loadavg()[0] as number).toFixed(1);
  say(
    `${title}: ${seconds.toFixed(2)} s (fit ${fit}, score ${score}), ${processorSeconds.toFixed(2)} s of processor time, load ${load}`,
  );
}

/** As after a ReLU: four values in ten are zero, and rows lie around fifty means. */
function madeUp(seed: number): FeatureRows {
  const number = numbersFrom(seed);
  const ofMeans = numbersFrom(99);
  const means = Float32Array.from({ length: 50 * columns }, () => ofMeans() / 2 ** 32);
  const features = new Float32Array(rows * columns);
  for (let i = 0; i < features.length; i++) {
    const own = Math.floor(i / columns) % 50;
    const noise = (number() + number() + number()) / 2 ** 32 - 1.5;
    features[i] = Math.max(0, noise - 0.2 + (means[own * columns + (i % columns)] as number) / 2);
  }
  return { values: features, rows, columns };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
