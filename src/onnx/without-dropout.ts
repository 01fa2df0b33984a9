import { graphField, nodeField } from './fields.ts';
import { rewriteNodes } from './rewrite-nodes.ts';
import { BinaryWriter, type WireCursor } from './wire.ts';
import { inside, text } from './write-graph.ts';

/**
 * The model as it is when it is not trained: each dropout hands on what it is given. A runtime may do
 * so by itself, or not, as its optimiser happens to see that a dropout is in training mode. What a
 * dropout says of its mask is gone.
 *
 * @throws {InvalidInput} with the place, where the bytes are no ONNX model
 */
export function withoutDropout(
  model: Uint8Array,
  { where }: { readonly where: string },
): Uint8Array<ArrayBuffer> {
  return rewriteNodes(model, identityOfDropout, where);
}

function identityOfDropout(graph: WireCursor): Uint8Array | undefined {
  let operator = '';
  let domain = '';
  let name = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const node = graph.message();
  while (node.next()) {
    if (node.field === nodeField.opType) operator = node.text();
    else if (node.field === nodeField.domain) domain = node.text();
    else if (node.field === nodeField.name) name = node.text();
    else if (node.field === nodeField.input) inputs.push(node.text());
    else if (node.field === nodeField.output) outputs.push(node.text());
  }
  if (operator !== 'Dropout' || !['', 'ai.onnx'].includes(domain)) return undefined;
  const writer = new BinaryWriter();
  inside(writer, graphField.node, () => {
    text(writer, nodeField.input, inputs[0] ?? '');
    text(writer, nodeField.output, outputs[0] ?? '');
    text(writer, nodeField.name, name);
    text(writer, nodeField.opType, 'Identity');
  });
  return writer.finish();
}
