import {
  attributeField,
  functionField,
  graphField,
  modelField,
  nodeField,
  opsetField,
  trainingField,
} from './fields.ts';
import type { ModelSummary, ModelTensor } from './model-summary.ts';
import { readExternalFile, readSparseTensor } from './read-tensor.ts';
import { readValue } from './read-value.ts';
import { WireCursor } from './wire.ts';

/** What a file may hold at most; the largest models in use stay far below. */
const most = { nodes: 1_000_000, initialisers: 1_000_000, listed: 10_000 } as const;

/** Protobuf allows no larger message, and so the runtime loads none. */
export const largestModelBytes = 2 ** 31 - 1;

/**
 * Reads what an ONNX file says of itself. No tensor is decoded and none copied, so a model of 200 MB
 * takes a millisecond or so; a file that is hostile costs no more than its length. A file in several
 * parts, such as one with pieces appended to it, is read as the merged model that it is.
 *
 * @param where what to call the file in messages
 * @throws {InvalidInput} with the place, where the bytes are no ONNX model or only a part of one
 */
export function inspectModel(bytes: Uint8Array, where: string): ModelSummary {
  const cursor = new WireCursor(bytes, where);
  if (bytes.length > largestModelBytes) cursor.refuse('more than 2 GiB');
  const seen = newSeen();
  while (cursor.next()) readModelField(cursor, seen);
  if (!seen.hasGraph) cursor.refuse('the end without a graph');
  const { irVersion, opsets, outputs } = seen;
  const standard = opsets.findLast(({ domain }) => isStandard(domain));
  return {
    irVersion,
    producer: `${seen.producerName} ${seen.producerVersion}`.trim(),
    opsets,
    opset: standard?.version ?? 0,
    inputs: seen.inputs.filter(({ name }) => !seen.initialiserNames.has(name)),
    outputs,
    initialisers: seen.initialisers,
    nodes: seen.nodes,
    operators: [...seen.operators]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    externalFiles: [...seen.externalFiles].sort(),
  };
}

/** What has been read so far. */
interface Seen {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  hasGraph: boolean;
  initialisers: number;
  nodes: number;
  readonly opsets: { readonly domain: string; readonly version: number }[];
  readonly inputs: ModelTensor[];
  readonly outputs: ModelTensor[];
  readonly initialiserNames: Set<string>;
  readonly operators: Map<string, number>;
  readonly externalFiles: Set<string>;
}

function newSeen(): Seen {
  return {
    irVersion: 0,
    producerName: '',
    producerVersion: '',
    hasGraph: false,
    initialisers: 0,
    nodes: 0,
    opsets: [],
    inputs: [],
    outputs: [],
    initialiserNames: new Set(),
    operators: new Map(),
    externalFiles: new Set(),
  };
}

function readModelField(cursor: WireCursor, seen: Seen): void {
  switch (cursor.field) {
    case modelField.irVersion:
      seen.irVersion = Number(cursor.integer());
      break;
    case modelField.producerName:
      seen.producerName = cursor.text();
      break;
    case modelField.producerVersion:
      seen.producerVersion = cursor.text();
      break;
    case modelField.opset:
      seen.opsets.push(readOpset(cursor.message()));
      checkCount(seen.opsets.length, 'opset imports', cursor);
      break;
    case modelField.graph:
      seen.hasGraph = true;
      readGraph(cursor.message(), seen, true);
      break;
    case modelField.training:
      readTraining(cursor.message(), seen);
      break;
    case modelField.function:
      readFunction(cursor.message(), seen);
      break;
  }
}

function readOpset(cursor: WireCursor): { readonly domain: string; readonly version: number } {
  let domain = '';
  let version = 0;
  while (cursor.next()) {
    if (cursor.field === opsetField.domain) domain = cursor.text();
    else if (cursor.field === opsetField.version) version = Number(cursor.integer());
  }
  return { domain, version };
}

/** @param isMain the model's own graph, and not one inside a node: only its inputs and outputs count */
function readGraph(cursor: WireCursor, seen: Seen, isMain: boolean): void {
  while (cursor.next()) {
    switch (cursor.field) {
      case graphField.node:
        readNode(cursor.message(), seen);
        break;
      case graphField.initialiser: {
        const { name } = readTensor(cursor, seen);
        if (!isMain) break;
        seen.initialiserNames.add(name);
        checkCount(++seen.initialisers, 'initialisers', cursor, most.initialisers);
        break;
      }
      case graphField.sparseInitialiser:
        readSparse(cursor, seen);
        break;
      case graphField.input:
      case graphField.output: {
        if (!isMain) break;
        const list = cursor.field === graphField.input ? seen.inputs : seen.outputs;
        list.push(readValue(cursor.message()));
        checkCount(list.length, 'inputs or outputs', cursor, most.initialisers);
        break;
      }
    }
  }
}

function readNode(cursor: WireCursor, seen: Seen): void {
  let opType = '';
  let domain = '';
  while (cursor.next()) {
    if (cursor.field === nodeField.opType) opType = cursor.text();
    else if (cursor.field === nodeField.domain) domain = cursor.text();
    else if (cursor.field === nodeField.attribute) readAttribute(cursor.message(), seen);
  }
  const name = isStandard(domain) ? opType : `${domain}.${opType}`;
  seen.operators.set(name, (seen.operators.get(name) ?? 0) + 1);
  checkCount(seen.operators.size, 'kinds of operators', cursor);
  checkCount(++seen.nodes, 'nodes', cursor, most.nodes);
}

function readAttribute(cursor: WireCursor, seen: Seen): void {
  while (cursor.next()) {
    switch (cursor.field) {
      case attributeField.tensor:
      case attributeField.tensors:
        readTensor(cursor, seen);
        break;
      case attributeField.sparseTensor:
      case attributeField.sparseTensors:
        readSparse(cursor, seen);
        break;
      case attributeField.graph:
      case attributeField.graphs:
        readGraph(cursor.message(), seen, false);
        break;
    }
  }
}

function readTensor(cursor: WireCursor, seen: Seen): { readonly name: string } {
  const { name, externalFile } = readExternalFile(cursor.message());
  if (externalFile !== undefined) addExternal(externalFile, cursor, seen);
  return { name };
}

function readSparse(cursor: WireCursor, seen: Seen): void {
  for (const { externalFile } of readSparseTensor(cursor.message())) {
    if (externalFile !== undefined) addExternal(externalFile, cursor, seen);
  }
}

function addExternal(file: string, cursor: WireCursor, { externalFiles }: Seen): void {
  externalFiles.add(file);
  checkCount(externalFiles.size, 'external files', cursor);
}

function readTraining(cursor: WireCursor, seen: Seen): void {
  while (cursor.next()) {
    const { field } = cursor;
    if (field === trainingField.initialisation || field === trainingField.algorithm) {
      readGraph(cursor.message(), seen, false);
    }
  }
}

function readFunction(cursor: WireCursor, seen: Seen): void {
  while (cursor.next()) {
    if (cursor.field === functionField.node) readNode(cursor.message(), seen);
  }
}

function checkCount(
  count: number,
  what: string,
  cursor: WireCursor,
  limit: number = most.listed,
): void {
  if (count > limit) cursor.refuse(`more than ${limit} ${what}`);
}

/** The standard operators have two names for their domain. */
function isStandard(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}
