import { assemble } from './assemble.ts';
import { graphField, modelField } from './fields.ts';
import { WireCursor } from './wire.ts';

/** Other bytes for a node of a graph, its field included; `undefined` where it stays as it is. */
export type RewriteNode = (graph: WireCursor) => Uint8Array | undefined;

/**
 * A model with some of its nodes written anew. All else is copied as it is, and so are graphs inside of
 * nodes.
 *
 * @throws {InvalidInput} with the place, where the bytes are no ONNX model
 */
export function rewriteNodes(
  model: Uint8Array,
  rewrite: RewriteNode,
  where: string,
): Uint8Array<ArrayBuffer> {
  const outside: Uint8Array[] = [];
  const graph: Uint8Array[] = [];
  const file = new WireCursor(model, where);
  while (file.next()) {
    if (file.field !== modelField.graph) {
      outside.push(model.subarray(file.fieldStart, file.endOfField()));
      continue;
    }
    const part = file.message();
    while (part.next()) {
      const written = part.field === graphField.node ? rewrite(part) : undefined;
      graph.push(written ?? model.subarray(part.fieldStart, part.endOfField()));
    }
  }
  return assemble(outside, graph, where);
}
