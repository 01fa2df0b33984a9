import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import {
  measureCounts,
  measureSample,
  PooledCounts,
  type Sample,
  splitSample,
} from '../src/metrics/index.ts';
import type { Protocol } from '../src/records/index.ts';
import { numbersFrom } from './numbers-from.ts';

// AUROC, AUPR and FPR95 of images of 720x1280 pixels, 1 % of them anomalies: see README.md beside
// this file. One thread; where the machine is busy, the fastest run tells most.
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '150' },
    runs: { type: 'string', default: '41' },
  },
});

const pixels = 720 * 1280;
const anomalies = Math.round(pixels / 100);
const protocol: Protocol = {
  name: 'bench',
  source: 'bench/metrics.ts',
  positive: 'anomaly',
  fpr95: 'nearest',
  aupr: 'average-precision',
  aggregation: 'per-image',
  void: 'in-distribution',
};
const kinds = { logits: (logit: number) => -logit, softmax: (logit: number) => -sigmoid(logit) };

say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
for (const [kind, scoreOf] of Object.entries(kinds)) oneImage(kind, scoreOf);
for (const [kind, scoreOf] of Object.entries(kinds)) manyImages(kind, scoreOf);

function oneImage(kind: string, scoreOf: (logit: number) => number): void {
  const image = imageOf(scoreOf);
  const alone = times(() => measureSample(splitSample(image, protocol.void, kind), protocol));
  const counts = new PooledCounts(protocol.void);
  const together = times(() => {
    const split = splitSample(image, protocol.void, kind);
    measureSample(split, protocol);
    counts.add(split);
  });
  say(`${kind}, one image: ${alone}; per image and pooled: ${together}`);
}

function manyImages(kind: string, scoreOf: (logit: number) => number): void {
  const base = imageOf(scoreOf);
  const counts = new PooledCounts(protocol.void);
  const offset = numbersFrom(3);
  const start = performance.now();
  const cpu = process.cpuUsage();
  for (let image = 0; image < Number(values.images); image++) {
    const moved = 1 + (offset() / 2 ** 32 - 0.5) / 10;
    const scores = base.scores.map((score) => score * moved);
    const split = splitSample({ scores, labels: base.labels }, protocol.void, kind);
    measureSample(split, protocol);
    counts.add(split);
  }
  const added = process.cpuUsage(cpu);
  const before = process.cpuUsage();
  const { n } = measureCounts(counts, protocol);
  const measured = process.cpuUsage(before);
  const each = secondsOf(added) / Number(values.images);
  const mib = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(
    `${kind}, ${values.images} images pooled: ${seconds} s; of processor time ${(1000 * each).toFixed(1)} ms an image, made and measured, and ${secondsOf(measured).toFixed(2)} s for the pooled metrics of ${n} pixels; at most ${mib} MiB so far`,
  );
}

/** A field of logits that is smooth over the image, with noise; one object is the anomaly. */
function imageOf(scoreOf: (logit: number) => number): Sample {
  const number = numbersFrom(1);
  const uniform = () => number() / 2 ** 32;
  const labels = new Uint8Array(pixels);
  const scores = new Float32Array(pixels);
  const side = Math.round(Math.sqrt(anomalies));
  for (let i = 0; i < pixels; i++) {
    const [x, y] = [i % 1280, Math.floor(i / 1280)];
    const isAnomaly = x >= 600 && x < 600 + side && y >= 300 && y < 300 + side;
    labels[i] = isAnomaly ? 1 : 0;
    const smooth = 3 * Math.sin(x / 70) * Math.cos(y / 50);
    const noise = uniform() + uniform() + uniform() + uniform() - 2;
    scores[i] = scoreOf((isAnomaly ? 7 : 14) + smooth + 2 * noise);
  }
  return { scores, labels };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function times(work: () => void): string {
  const runs = Array.from({ length: Number(values.runs) }, () => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    work();
    return { wall: performance.now() - start, cpu: 1000 * secondsOf(process.cpuUsage(cpu)) };
  });
  const middle = (numbers: readonly number[]) =>
    (numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0).toFixed(1);
  const fastest = Math.min(...runs.map(({ wall }) => wall)).toFixed(1);
  return `median ${middle(runs.map(({ wall }) => wall))} ms (processor time ${middle(runs.map(({ cpu }) => cpu))} ms), fastest ${fastest} ms`;
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
