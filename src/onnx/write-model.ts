import { graphField, modelField, opsetField } from './fields.ts';
import { BinaryWriter } from './wire.ts';
import {
  type GraphParts,
  inside,
  integer,
  text,
  type WrittenValue,
  writeGraph,
  writeValue,
} from './write-graph.ts';

export interface ModelParts extends GraphParts {
  readonly inputs: readonly WrittenValue[];
  readonly opset: number;
  readonly irVersion: number;
}

/** An ONNX model from its parts. The same parts always give the same bytes. */
export function writeModel({ inputs, opset, irVersion, ...parts }: ModelParts): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, modelField.irVersion, irVersion);
  text(writer, modelField.producerName, 'oodforge');
  inside(writer, modelField.opset, () => {
    text(writer, opsetField.domain, '');
    integer(writer, opsetField.version, opset);
  });
  inside(writer, modelField.graph, () => {
    text(writer, graphField.name, 'oodforge');
    writer.raw(writeGraph(parts, irVersion));
    for (const input of inputs) inside(writer, graphField.input, () => writeValue(writer, input));
  });
  return writer.finish();
}
