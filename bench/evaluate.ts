import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { plainProduct } from '../src/detectors/index.ts';
import { runOnThreads } from '../src/engine/index.ts';
import {
  chooseDetectors,
  evaluate,
  makePreprocessor,
  openModel,
  openSession,
  runtimeVersion,
  type Subjects,
  type Tensor,
} from '../src/evaluation/index.ts';
import { hashBytes, readManifest } from '../src/io/index.ts';
import { parseProtocol, type TaskRunner } from '../src/records/index.ts';
import { classifierModel } from './classifier-model.ts';
import { numbersFrom } from './numbers-from.ts';

// What an evaluation costs beside its model and its photos alone: see README.md beside this file.
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '512' },
    sessions: { type: 'string', default: String(availableParallelism()) },
    batch: { type: 'string', default: '8' },
    model: { type: 'string' },
    'model-file': { type: 'string' },
    // Measures the parts only, for the process that asked for it.
    alone: { type: 'boolean', default: false },
  },
});
// As the command does: what it starts loads what is compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../data/work/compiled', import.meta.url));

const [images, sessions, batch] = [values.images, values.sessions, values.batch].map(Number) as [
  number,
  number,
  number,
];
const runTask: TaskRunner = (task, items) =>
  runOnThreads(task, items, { threads: sessions, batchSize: 1 });
const folder = mkdtempSync(join(tmpdir(), 'oodforge-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const model = await chosenModel();
  const photos = await madeUpPhotos(16);
  if (values.alone) {
    const { tensors, cpuMs } = await preparedAlone(photos);
    process.send?.({ preparedMs: cpuMs, sessionMs: await sessionAlone(tensors) });
    process.disconnect?.();
    return;
  }
  const cores = availableParallelism();
  say(
    `${cores} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}, runtime ${runtimeVersion()}`,
  );
  say(`${model.manifest.name}, ${images} photos of 500x375, batches of ${batch}`);
  // As many at once as the evaluation has sessions: a core is slower where its neighbour works too.
  const parts = await Promise.all(Array.from({ length: sessions }, partsAlone));
  const preparedMs = meanOf(parts.map((part) => part.preparedMs));
  const bareMs = meanOf(parts.map((part) => part.sessionMs));
  const alone = preparedMs + bareMs;
  say(`${sessions} at once, photos decoded and preprocessed alone: ${perImage(preparedMs)}`);
  say(`${sessions} at once, the bare session on tensors at hand: ${perImage(bareMs)}`);
  // Once for what is compiled and cached, once for what starting costs, then all of it.
  const few = Math.max(2, sessions);
  await evaluated(photos, few);
  const start = await evaluated(photos, few);
  const all = await evaluated(photos, images);
  const running = all.cpuMs - start.cpuMs;
  const share = running / (images - few);
  say(`evaluation of ${images} photos, ${sessions} sessions: ${perImage(all.cpuMs / images)}`);
  say(`  of which starting: ${(start.cpuMs / 1000).toFixed(2)} s of processor time in all`);
  say(`  ${(all.cpuMs / images / alone).toFixed(3)} times the two alone, start included`);
  say(`  ${(share / alone).toFixed(3)} times the two alone, start left out`);
  say(
    `  wall ${(all.wallMs / 1000).toFixed(2)} s, ${percent(all.cpuMs, all.wallMs * cores)} of ${cores} cores`,
  );
  const rest = all.wallMs - start.wallMs;
  say(
    `  ${percent(running, rest * cores)} of them once it runs, ${((images - few) / (rest / 1000)).toFixed(1)} images a second`,
  );

  /** Processor time and wall time of an evaluation, its processes and this one. */
  async function evaluated(of: readonly Uint8Array[], count: number) {
    const cpu = process.cpuUsage();
    const begin = performance.now();
    const { scores } = await evaluate({
      model,
      detectors: chooseDetectors(undefined, 'multiclass'),
      protocol: await readManifest('protocols', 'paper-multiclass', parseProtocol),
      inDistribution: subjectsOf(of, 'known', Math.ceil(count / 2)),
      anomalous: subjectsOf(of, 'strange', Math.floor(count / 2)),
      settings: {},
      folder: mkdtempSync(join(folder, 'scores-')),
      run: { session: { threads: 1 }, sessions, batch, preparers: 1 },
      seed: 1,
      replicates: 100,
      runTask,
      product: plainProduct,
      onProgress: () => {},
    });
    const wallMs = performance.now() - begin;
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs, cpuMs: (user + system) / 1000 + (scores.usage?.cpuMs ?? 0) };
  }

  /** Processor time an image, and as many tensors as make a batch. */
  async function preparedAlone(of: readonly Uint8Array[]) {
    const { read } = makePreprocessor(model.manifest.input);
    const once = async () => {
      const tensors: Tensor[] = [];
      for (const bytes of of) tensors.push((await read(bytes))[0] as Tensor);
      return tensors;
    };
    const tensors = await once();
    const cpuMs = await cpuOf(8 * of.length, async () => {
      for (let i = 0; i < 8; i++) await once();
    });
    return { tensors, cpuMs };
  }

  async function sessionAlone(tensors: readonly Tensor[]): Promise<number> {
    const session = await openSession(model.path, 'bench', { threads: 1 });
    const parts = Array.from({ length: batch }, (_, i) => tensors[i % tensors.length] as Tensor);
    const data = Float32Array.from(parts.flatMap((part) => [...(part.data as Float32Array)]));
    const dims = [batch, ...(parts[0]?.dims.slice(1) ?? [])];
    const feeds = { [model.manifest.input.name]: { type: 'float32', data, dims } } as const;
    const runs = Math.ceil(images / batch);
    for (let i = 0; i < 3; i++) await session.run(feeds);
    const cpuMs = await cpuOf(runs * batch, async () => {
      for (let i = 0; i < runs; i++) await session.run(feeds);
    });
    await session.close();
    return cpuMs;
  }
}

interface Parts {
  readonly preparedMs: number;
  readonly sessionMs: number;
}

/** Measures the parts in a process of its own. */
function partsAlone(): Promise<Parts> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), '--alone']);
  return new Promise((resolve, reject) => {
    child.on('message', (parts: Parts) => resolve(parts));
    child.on('exit', (code) => reject(new Error(`The parts ended with code ${code}`)));
  });
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

async function cpuOf(count: number, work: () => Promise<void>): Promise<number> {
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000 / count;
}

/** The model of this file, or one of the manifests with its file. */
async function chosenModel() {
  if (values.model !== undefined) {
    return openModel(values.model, { file: values['model-file'], folders: [] });
  }
  const input = {
    ...{ name: 'image', layout: 'NCHW', type: 'float32', channels: 'RGB', range: 1 },
    ...{ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], orientation: 'as-stored' },
    resize: { kind: 'crop-share', share: 0.875 },
    filter: { library: 'pillow', name: 'bilinear' },
    crop: { width: 224, height: 224, fill: 0 },
  };
  const manifest = {
    ...{ schema: 1, name: 'made-up', title: 'Made up', task: 'multiclass', input },
    classes: { set: 'none', channels: 1000 },
    outputs: { scores: { name: 'logits', kind: 'logits', activation: 'softmax' } },
    trainedOn: 'nothing',
    sources: [{ of: 'all', from: 'made up' }],
  };
  const [path, file] = [join(folder, 'model.json'), join(folder, 'model.onnx')];
  writeFileSync(path, JSON.stringify(manifest));
  writeFileSync(file, classifierModel());
  return openModel(path, { file, folders: [] });
}

async function madeUpPhotos(count: number): Promise<readonly Uint8Array[]> {
  const [width, height] = [500, 375];
  const photos: Uint8Array[] = [];
  for (let photo = 0; photo < count; photo++) {
    const next = numbersFrom(photo + 1);
    const small = Buffer.from({ length: 63 * 47 * 3 } as ArrayLike<number>);
    for (let i = 0; i < small.length; i++) small[i] = next() & 255;
    const raw = { width: 63, height: 47, channels: 3 } as const;
    const image = sharp(small, { raw }).resize(width, height, { kernel: 'cubic' });
    const bytes = await image.jpeg({ quality: 90 }).toBuffer();
    writeFileSync(join(folder, `${photo}.jpg`), bytes);
    photos.push(bytes);
  }
  return photos;
}

/** So many subjects of those photos, over and over. */
function subjectsOf(photos: readonly Uint8Array[], set: string, count: number): Subjects {
  const hashes = photos.map(hashBytes);
  const list = Array.from({ length: count }, (_, i) => {
    const photo = i % photos.length;
    const image = { root: folder, path: `${photo}.jpg`, sha256: hashes[photo] as string };
    return { id: `${set}-${i}`, image, set, isAnomaly: set === 'strange', cluster: `${set}-${i}` };
  });
  const sha256 = hashBytes(JSON.stringify(list));
  const classSet = 'none';
  return { release: set, releaseSha256: hashBytes(set), classSet, split: 'test', list, sha256 };
}

function perImage(cpuMs: number): string {
  return `${cpuMs.toFixed(2)} ms of processor time an image`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
