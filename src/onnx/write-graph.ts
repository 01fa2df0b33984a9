import { type ElementType, numberOfElementType } from './element-type.ts';
import {
  attributeField,
  attributeType,
  dimField,
  graphField,
  nodeField,
  shapeField,
  tensorField,
  tensorTypeField,
  typeField,
  valueField,
} from './fields.ts';
import type { GraphAttribute, GraphConstant, GraphNode } from './graph-piece.ts';
import type { Dimension } from './model-summary.ts';
import { BinaryWriter, WireType } from './wire.ts';

/** Parts of a graph, to be written. */
export interface GraphParts {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
  readonly outputs: readonly WrittenValue[];
}

/** An input or output to be written. */
export interface WrittenValue {
  readonly name: string;
  readonly elementType: Exclude<ElementType, 'unknown'>;
  readonly dims: readonly Dimension[] | undefined;
}

/**
 * Bytes of a graph message. Appended to another graph message they merge with it.
 *
 * Before IR version 4 an initialiser had to be an input as well; constants become nodes there.
 */
export function writeGraph(
  { nodes, constants, outputs }: GraphParts,
  irVersion: number,
): Uint8Array {
  const writer = new BinaryWriter();
  for (const constant of constants) {
    if (irVersion >= 4) inside(writer, graphField.initialiser, () => writeTensor(writer, constant));
    else inside(writer, graphField.node, () => writeConstantNode(writer, constant));
  }
  for (const node of nodes) inside(writer, graphField.node, () => writeNode(writer, node));
  for (const output of outputs) {
    inside(writer, graphField.output, () => writeValue(writer, output));
  }
  return writer.finish();
}

function writeNode(
  writer: BinaryWriter,
  { operator, inputs, output, attributes }: GraphNode,
): void {
  for (const input of inputs) text(writer, nodeField.input, input);
  text(writer, nodeField.output, output);
  text(writer, nodeField.name, output);
  text(writer, nodeField.opType, operator);
  for (const attribute of attributes) {
    inside(writer, nodeField.attribute, () => writeAttribute(writer, attribute));
  }
}

function writeConstantNode(writer: BinaryWriter, constant: GraphConstant): void {
  text(writer, nodeField.output, constant.name);
  text(writer, nodeField.name, constant.name);
  text(writer, nodeField.opType, 'Constant');
  inside(writer, nodeField.attribute, () => {
    text(writer, attributeField.name, 'value');
    inside(writer, attributeField.tensor, () => writeTensor(writer, constant));
    integer(writer, attributeField.type, attributeType.tensor);
  });
}

export function writeAttribute(writer: BinaryWriter, attribute: GraphAttribute): void {
  text(writer, attributeField.name, attribute.name);
  integer(writer, attributeField.type, attributeType[attribute.kind]);
  if (attribute.kind === 'integers') {
    for (const value of attribute.value) integer(writer, attributeField.integers, value);
  } else if (attribute.kind === 'integer') {
    integer(writer, attributeField.integer, attribute.value);
  } else if (attribute.kind === 'text') {
    text(writer, attributeField.text, attribute.value);
  } else {
    writer.tag(attributeField.float, WireType.Bit32).float(attribute.value);
  }
}

/** Numbers of a tensor stand in the file as in memory, the least significant byte first. */
function writeTensor(writer: BinaryWriter, { name, dims, values }: GraphConstant): void {
  for (const dim of dims) integer(writer, tensorField.dim, dim);
  const elementType = values instanceof Float32Array ? 'float32' : 'int64';
  integer(writer, tensorField.dataType, numberOfElementType(elementType));
  text(writer, tensorField.name, name);
  writer
    .tag(tensorField.rawData, WireType.LengthDelimited)
    .bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function writeValue(writer: BinaryWriter, { name, elementType, dims }: WrittenValue): void {
  text(writer, valueField.name, name);
  inside(writer, valueField.type, () =>
    inside(writer, typeField.tensor, () => {
      integer(writer, tensorTypeField.elementType, numberOfElementType(elementType));
      if (dims === undefined) return;
      inside(writer, tensorTypeField.shape, () => {
        for (const dim of dims) {
          inside(writer, shapeField.dim, () => {
            if (typeof dim === 'number') integer(writer, dimField.value, dim);
            else if (dim !== undefined) text(writer, dimField.parameter, dim);
          });
        }
      });
    }),
  );
}

/** Writes a message into a field. */
export function inside(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

export function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

export function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}
