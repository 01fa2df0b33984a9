import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { plainProduct } from '../../src/detectors/index.ts';
import type { Evaluation } from '../../src/evaluation/evaluation.ts';
import { chooseDetectors, openModel } from '../../src/evaluation/index.ts';
import type { Subject } from '../../src/evaluation/subjects/subject.ts';
import { hashBytes, readManifest } from '../../src/io/index.ts';
import { type GraphNode, writeModel } from '../../src/onnx/index.ts';
import { parseProtocol, type TaskRunner } from '../../src/records/index.ts';
import { temporaryFolder } from './folders.ts';
import { encodePng, greyPng } from './png.ts';
import { put } from './tiny-source.ts';

/** How a model of {@link passesModel} keeps its dropout. */
export type KeptDropout = 'node' | 'untrained' | 'drawn' | 'none';

/** `image` [N, 3, H, W] as logits of three classes a pixel, or of the image, after a dropout. */
export function passesModel(kept: KeptDropout, judges: 'pixels' | 'images'): Uint8Array {
  const dims = ['N', 3, 'H', 'W'] as const;
  const node = (operator: string, inputs: readonly string[], output: string): GraphNode => ({
    operator,
    inputs,
    output,
    attributes: operator === 'Cast' ? [{ name: 'to', kind: 'integer', value: 9 }] : [],
  });
  const last = judges === 'pixels' ? 'Identity' : 'GlobalAveragePool';
  const dropped: Readonly<Record<KeptDropout, readonly GraphNode[]>> = {
    node: [node('Cast', ['on'], 'mode'), node('Dropout', ['image', 'ratio', 'mode'], 'dropped')],
    untrained: [
      node('Cast', ['off'], 'mode'),
      node('Dropout', ['image', 'ratio', 'mode'], 'dropped'),
    ],
    drawn: [
      node('RandomUniformLike', ['image'], 'noise'),
      node('Mul', ['image', 'noise'], 'dropped'),
    ],
    none: [node('Identity', ['image'], 'dropped')],
  };
  return writeModel({
    opset: 17,
    irVersion: 8,
    inputs: [{ name: 'image', elementType: 'float32', dims }],
    nodes: [...dropped[kept], node(last, ['dropped'], 'logits')],
    constants: [
      { name: 'on', dims: [], values: BigInt64Array.of(1n) },
      { name: 'off', dims: [], values: BigInt64Array.of(0n) },
      { name: 'ratio', dims: [], values: Float32Array.of(0.5) },
    ],
    outputs: [
      {
        name: 'logits',
        elementType: 'float32',
        dims: judges === 'pixels' ? dims : ['N', 3, 1, 1],
      },
    ],
  });
}

const side = 8;

/** Photos of noise; each with a mask whose left half is anomalous, or anomalous as a whole. */
export function noisySubjects(root: string, count: number, isMasked: boolean): Subject[] {
  const file = (path: string, bytes: Uint8Array) => {
    put(root, path, bytes);
    return { root, path, sha256: hashBytes(bytes) };
  };
  const meaning = {
    classOf: Uint8Array.from({ length: 256 }, (_, value) => value),
    kindOf: Uint8Array.from({ length: 256 }, (_, place) => Number(place === 3)),
  };
  return Array.from({ length: count }, (_, i) => {
    const bytes = Uint8Array.from({ length: side * side * 3 }, (_, k) => (k * k * (i + 3)) % 251);
    const photo = encodePng({ width: side, height: side, bitDepth: 8, colourType: 2, bytes });
    const labels = Uint8Array.from({ length: side * side }, (_, k) => (k % side < 4 ? 3 : k % 3));
    const mask = {
      ...{ width: side, height: side, meaning },
      ...file(`masks/${i}.png`, greyPng(side, side, labels)),
    };
    return {
      ...{ id: `image-${i}`, image: file(`images/${i}.png`, photo), set: 'tiny' },
      ...{ isAnomaly: i % 2 === 1, cluster: `clip-${i >> 1}`, labels: [i % 3] },
      ...(isMasked ? { mask } : {}),
    };
  });
}

export const scoresInOneThread: TaskRunner = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

export interface PassesEvaluation extends Partial<Omit<Evaluation, 'detectors' | 'model'>> {
  readonly bytes: Uint8Array;
  readonly judges: 'pixels' | 'images';
  readonly detectors: readonly string[];
  readonly subjects?: readonly Subject[];
  readonly input?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protocolName?: string;
}

/** An evaluation of a model of three classes, in a folder of its own, with what is not said usual. */
export async function passesEvaluation(
  t: ExecutionContext,
  {
    bytes,
    judges,
    detectors,
    subjects: given,
    input = {},
    outputs = {},
    protocolName,
    ...said
  }: PassesEvaluation,
): Promise<Evaluation> {
  const folder = temporaryFolder(t);
  const task = judges === 'pixels' ? 'segmentation' : 'multiclass';
  const list = given ?? noisySubjects(folder, 6, judges === 'pixels');
  put(folder, 'tiny.onnx', bytes);
  put(folder, 'tiny.json', JSON.stringify(manifestOf({ task, input, outputs })));
  const subjects = (isAnomaly: boolean) => {
    const part = judges === 'pixels' ? list : list.filter((one) => one.isAnomaly === isAnomaly);
    const about = {
      release: 'tiny-1.0.0',
      releaseSha256: hashBytes('tiny'),
      classSet: 'none',
      split: 'test',
    };
    return { ...about, list: part, sha256: hashBytes(JSON.stringify(part.map(({ id }) => id))) };
  };
  const file = join(folder, 'tiny.onnx');
  return {
    model: await openModel(join(folder, 'tiny.json'), { file, folders: [] }),
    detectors: chooseDetectors(detectors, task),
    protocol: await readManifest(
      'protocols',
      protocolName ?? (judges === 'pixels' ? 'paper-caos' : 'paper-multiclass'),
      parseProtocol,
    ),
    anomalous: subjects(true),
    ...(judges === 'images' ? { inDistribution: subjects(false) } : {}),
    settings: {},
    folder: join(folder, 'scores'),
    run: { session: {}, sessions: 1, batch: 2, preparers: 1 },
    ...{ seed: 1, replicates: 20, runTask: scoresInOneThread, product: plainProduct },
    onProgress: () => {},
    ...said,
  };
}

function manifestOf({
  task,
  input,
  outputs,
}: { readonly task: string } & Required<Pick<PassesEvaluation, 'input' | 'outputs'>>) {
  return {
    ...{ schema: 1, name: 'tiny', title: 'Tiny', task, classes: { set: 'none', channels: 3 } },
    input: {
      ...{ name: 'image', layout: 'NCHW', type: 'float32', channels: 'RGB', range: 1 },
      ...{ mean: [0, 0, 0], std: [1, 1, 1], orientation: 'as-stored', resize: { kind: 'none' } },
      filter: { library: 'pillow', name: 'bilinear' },
      ...input,
    },
    outputs: {
      scores: { name: 'logits', kind: 'logits', activation: 'softmax' },
      ...(task === 'segmentation' ? { pixels: { kind: 'stride', stride: 1 } } : {}),
      ...outputs,
    },
    ...{ trainedOn: 'nothing', sources: [{ of: 'all', from: 'made up' }] },
  };
}
