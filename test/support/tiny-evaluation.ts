import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { plainProduct } from '../../src/detectors/index.ts';
import {
  chooseDetectors,
  type Evaluation,
  type OpenModel,
  openModel,
  type Subjects,
} from '../../src/evaluation/index.ts';
import type { Subject } from '../../src/evaluation/subjects/subject.ts';
import { hashBytes, readManifest } from '../../src/io/index.ts';
import {
  type ModelInput,
  type ModelTask,
  parseProtocol,
  type TaskRunner,
} from '../../src/records/index.ts';
import { temporaryFolder } from './folders.ts';
import { encodePng } from './png.ts';
import { put } from './tiny-source.ts';

// As the command does: processes and threads that are started load what is compiled, in half the time.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../data/work/compiled', import.meta.url),
);

/** A photo of one colour, with every other pixel a little darker. */
export function colourPhoto(
  [red, green, blue]: readonly [number, number, number],
  side = 8,
): Uint8Array {
  const bytes = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const value = [red, green, blue][i % 3] as number;
    return Math.max(0, value - (Math.floor(i / 3) % 2));
  });
  return encodePng({ width: side, height: side, bitDepth: 8, colourType: 2, bytes });
}

/** A subject of a photo that is written below `root`. */
export function photoSubject(
  root: string,
  id: string,
  { bytes, ...more }: { readonly bytes: Uint8Array } & Partial<Subject>,
): Subject {
  const path = `images/${id}.png`;
  put(root, path, bytes);
  const image = { root, path, sha256: hashBytes(bytes) };
  return { id, image, set: 'tiny', isAnomaly: false, cluster: id, ...more };
}

/** Subjects as a release gives them. */
export function subjectsOf(list: readonly Subject[], release = 'tiny-1.0.0'): Subjects {
  const sha256 = hashBytes(JSON.stringify(list));
  const classSet = 'none';
  return { release, releaseSha256: hashBytes(release), classSet, split: 'test', list, sha256 };
}

/** Photos as they are, from 0 to 1. */
export const tinyInput: ModelInput = {
  name: 'image',
  layout: 'NCHW',
  type: 'float32',
  channels: 'RGB',
  range: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  orientation: 'as-stored',
  resize: { kind: 'none' },
  filter: { library: 'pillow', name: 'bilinear' },
};

export interface TinyModelOptions {
  readonly task?: ModelTask;
  readonly channels?: number;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, unknown>>;
}

/** A manifest of a model in photos as they are, from 0 to 1, as an object to be written. */
export function tinyManifest({
  task = 'multiclass',
  channels = 3,
  outputs = {},
  input = {},
}: TinyModelOptions = {}): Readonly<Record<string, unknown>> {
  const activation = task === 'multilabel' ? 'sigmoid' : 'softmax';
  return {
    schema: 1,
    name: 'tiny',
    title: 'Tiny',
    task,
    classes: { set: 'none', channels },
    input: { ...tinyInput, ...input },
    outputs: {
      scores: { name: 'logits', kind: 'logits', activation },
      ...(task === 'segmentation' ? { pixels: { kind: 'stride', stride: 1 } } : {}),
      ...outputs,
    },
    trainedOn: 'nothing',
    sources: [{ of: 'all', from: 'made up' }],
  };
}

/** Writes a model and its manifest, and opens them. */
export function openTiny(
  folder: string,
  bytes: Uint8Array,
  options: TinyModelOptions = {},
): Promise<OpenModel> {
  const manifest = join(folder, 'tiny.json');
  const file = join(folder, 'tiny.onnx');
  put(folder, 'tiny.json', JSON.stringify(tinyManifest(options)));
  writeFileSync(file, bytes);
  return openModel(manifest, { file, folders: [] });
}

/** Runs tasks in this thread, item by item. */
export const runHereTask: TaskRunner = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

export interface TinyEvaluation extends Partial<Omit<Evaluation, 'detectors' | 'protocol'>> {
  readonly model: OpenModel;
  readonly anomalous: Subjects;
  readonly detectors?: readonly string[];
  readonly protocol?: string;
}

const usualProtocols = {
  multiclass: 'paper-multiclass',
  multilabel: 'paper-multilabel',
  segmentation: 'paper-caos',
} as const;

/** An evaluation in a folder of its own, in one process, with what is not said left usual. */
export async function tinyEvaluation(
  t: ExecutionContext,
  { detectors, protocol, model, ...said }: TinyEvaluation,
): Promise<Evaluation> {
  const { task } = model.manifest;
  return {
    model,
    detectors: chooseDetectors(detectors, task),
    protocol: await readManifest('protocols', protocol ?? usualProtocols[task], parseProtocol),
    settings: {},
    folder: said.folder ?? temporaryFolder(t),
    run: { session: {}, sessions: 1, batch: 4, preparers: 1 },
    seed: 1,
    replicates: 20,
    runTask: runHereTask,
    product: plainProduct,
    onProgress: () => {},
    ...said,
  };
}
