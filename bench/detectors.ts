import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type DetectorName, detectors, TemplateSums } from '../src/detectors/index.ts';
import { openSession, runtimeVersion } from '../src/evaluation/index.ts';
import { appendPieces, writeModel } from '../src/onnx/index.ts';
import { numbersFrom } from './numbers-from.ts';

// What detectors cost in the graph, at the size of a street scene: see README.md beside this file.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    threads: { type: 'string', default: '1' },
    classes: { type: 'string', default: '13' },
    height: { type: 'string', default: '720' },
    width: { type: 'string', default: '1280' },
  },
});

const opset = 17;
const dims = [1, Number(values.classes), Number(values.height), Number(values.width)];
const [, classes = 1] = dims;
const logits = { name: 'logits', elementType: 'float32', dims } as const;
const data = madeUpLogits();

const sets: readonly (readonly DetectorName[])[] = [
  ['msp', 'max-logit'],
  ['max-logit'],
  ['msp'],
  ['msp-sigmoid'],
  ['logit-avg'],
  ['energy'],
  ['entropy'],
  ['background'],
  ['kl-matching'],
  ['msp', 'max-logit', 'logit-avg', 'energy', 'entropy', 'background', 'kl-matching'],
];

say(
  `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}, runtime ${runtimeVersion()}`,
);
say(`${dims.join('x')} logits, ${values.threads} thread(s), median of ${values.runs} runs`);
for (const names of sets) await measure(names);
measurePlain();

async function measure(names: readonly DetectorName[]): Promise<void> {
  const sums = new TemplateSums(classes);
  sums.add({ data: data.subarray(0, classes * 500), dims: [500, classes] });
  const settings = { backgroundClass: 0, templates: sums.templates() };
  const pieces = names.map((name) => {
    const detector = detectors[name];
    if (detector.kind !== 'graph') throw new Error(`${name} is no piece`);
    return detector.piece({ opset, tensors: { logits }, settings });
  });
  // The model is its input: what is measured are the pieces, and handing over their scores.
  const model = writeModel({
    opset,
    irVersion: 8,
    inputs: [logits],
    nodes: [],
    constants: [],
    outputs: [],
  });
  const patched = appendPieces(model, pieces, { where: 'bench' });
  const session = await openSession(patched, 'bench', { threads: Number(values.threads) });
  const feeds = { logits: { type: 'float32', data, dims } } as const;
  for (let i = 0; i < 3; i++) await session.run(feeds);
  const times: number[] = [];
  const spent: number[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    spent.push((user + system) / 1000);
  }
  await session.close();
  say(
    `${names.join(' + ')}: ${median(times)} ms, least ${Math.min(...times).toFixed(1)}; ${median(spent)} ms of processor time, least ${Math.min(...spent).toFixed(1)}`,
  );
}

function measurePlain(): void {
  for (const name of ['msp', 'max-logit'] as const) {
    const start = performance.now();
    detectors[name].plain({ tensors: { logits: { data, dims } }, settings: {} });
    say(
      `${name} in double precision, without a graph: ${(performance.now() - start).toFixed(0)} ms`,
    );
  }
}

function madeUpLogits(): Float32Array {
  const next = numbersFrom(5);
  const count = dims.reduce((a, b) => a * b);
  return Float32Array.from({ length: count }, () => (next() / 2 ** 32) * 20 - 10);
}

function median(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] as number).toFixed(1);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
