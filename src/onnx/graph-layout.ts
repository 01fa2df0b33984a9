import { graphField, modelField, nodeField, tensorField, valueField } from './fields.ts';
import { piecePrefix } from './graph-piece.ts';
import { WireCursor } from './wire.ts';

/** A stretch of the file: from its first byte to before its last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which stretches of a model's file are what; whole fields all of them. */
export interface GraphLayout {
  /** All that is not the graph. */
  readonly outside: readonly Stretch[];
  /** The graph without its outputs. */
  readonly inside: readonly Stretch[];
  /** The fields of the graph that list its outputs. */
  readonly outputs: readonly (Stretch & { readonly name: string })[];
  /** A name in the graph that begins as ours do, or `undefined`. */
  readonly ours: string | undefined;
}

/** @throws {InvalidInput} with the place, where the bytes are no ONNX model */
export function graphLayout(model: Uint8Array, where: string): GraphLayout {
  const outside: Stretch[] = [];
  const inside: Stretch[] = [];
  const outputs: (Stretch & { readonly name: string })[] = [];
  let ours: string | undefined;
  const file = new WireCursor(model, where);
  while (file.next()) {
    if (file.field !== modelField.graph) {
      lengthen(outside, file);
      continue;
    }
    const graph = file.message();
    while (graph.next()) {
      const name = nameMade(graph);
      if (graph.field === graphField.output) {
        outputs.push({ from: graph.fieldStart, to: graph.endOfField(), name });
      } else {
        if (name.startsWith(piecePrefix)) ours ??= name;
        lengthen(inside, graph);
      }
    }
  }
  return { outside, inside, outputs, ours };
}

/** Which number the name has in each message of a graph that names a tensor. */
const nameField: Readonly<Record<number, number>> = {
  [graphField.node]: nodeField.output,
  [graphField.initialiser]: tensorField.name,
  [graphField.input]: valueField.name,
  [graphField.output]: valueField.name,
};

/** The (last) name that this field of a graph gives to a tensor; empty where it gives none. */
function nameMade(graph: WireCursor): string {
  const wanted = nameField[graph.field];
  if (wanted === undefined) return '';
  const message = graph.message();
  let name = '';
  while (message.next()) if (message.field === wanted) name = message.text();
  return name;
}

/** Adds the field that a cursor stands on; fields that follow each other are one stretch. */
function lengthen(stretches: Stretch[], cursor: WireCursor): void {
  const stretch = { from: cursor.fieldStart, to: cursor.endOfField() };
  const last = stretches.at(-1);
  if (last?.to !== stretch.from) stretches.push(stretch);
  else stretches[stretches.length - 1] = { from: last.from, to: stretch.to };
}
