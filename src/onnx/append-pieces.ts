import { InvalidInput } from '../errors.ts';
import { assemble } from './assemble.ts';
import { graphLayout, type Stretch } from './graph-layout.ts';
import type { GraphConstant, GraphNode, GraphPiece } from './graph-piece.ts';
import { inspectModel } from './inspect-model.ts';
import { oldestOpset } from './operators.ts';
import { writeGraph } from './write-graph.ts';

export interface AppendOptions {
  /** What to call the model in messages. */
  readonly where: string;
  /** Outputs of the model that stay outputs; each costs a copy at every run (default: none). */
  readonly keep?: readonly string[] | undefined;
}

/**
 * A model that ends in pieces. Its nodes and tensors are copied as they are, never decoded: the lists
 * of a graph go on where they are written further, so the pieces are written behind. Only the list of
 * outputs is replaced: by those to keep, in the model's order, then one of each piece.
 *
 * Nodes that several pieces hold are written once.
 *
 * @throws {InvalidInput} where the model is none, has no output of a name to keep, holds pieces
 * already, or where a piece was made for another operator set
 */
export function appendPieces(
  model: Uint8Array,
  pieces: readonly GraphPiece[],
  { where, keep = [] }: AppendOptions,
): Uint8Array<ArrayBuffer> {
  const { irVersion, opset } = inspectModel(model, where);
  const layout = graphLayout(model, where);
  if (layout.ours !== undefined) {
    throw new InvalidInput(`Pieces are appended to a model once: ${where} has "${layout.ours}"`);
  }
  for (const piece of pieces) checkOpset(piece, opset, where);
  const addition = writeGraph({ ...merged(pieces), outputs: outputsOf(pieces) }, irVersion);
  const graph = [...layout.inside, ...keptOutputs(layout.outputs, keep, where)];
  const cut = ({ from, to }: Stretch) => model.subarray(from, to);
  return assemble(layout.outside.map(cut), [...graph.map(cut), addition], where);
}

function checkOpset({ output, opset }: GraphPiece, expected: number, where: string): void {
  if (expected < oldestOpset) {
    throw new InvalidInput(
      `Operator set ${expected} is older than ${oldestOpset}, which pieces need: ${where}. Convert the model to a newer one`,
    );
  }
  if (opset !== expected) {
    throw new InvalidInput(
      `Piece for operator set ${opset}, "${output.name}", does not fit a model of ${expected}: ${where}`,
    );
  }
}

function outputsOf(pieces: readonly GraphPiece[]) {
  const names = new Set<string>();
  return pieces.map(({ output: { name, dims } }) => {
    if (names.has(name)) throw new InvalidInput(`Asked for twice: ${name}`);
    names.add(name);
    return { name, elementType: 'float32', dims } as const;
  });
}

/** The nodes and constants of all pieces, each once. */
function merged(pieces: readonly GraphPiece[]): {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
} {
  const nodes = new Map<string, GraphNode>();
  const constants = new Map<string, GraphConstant>();
  for (const piece of pieces) {
    for (const node of piece.nodes) {
      const known = nodes.get(node.output);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(node)) {
        refuseClash(node.output);
      }
      nodes.set(node.output, known ?? node);
    }
    for (const constant of piece.constants) {
      const known = constants.get(constant.name);
      if (known !== undefined && !isSame(known, constant)) refuseClash(constant.name);
      constants.set(constant.name, known ?? constant);
    }
  }
  return { nodes: [...nodes.values()], constants: [...constants.values()] };
}

function isSame(a: GraphConstant, b: GraphConstant): boolean {
  if (a.values === b.values) return true;
  return `${a.dims}` === `${b.dims}` && bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ values: { buffer, byteOffset, byteLength } }: GraphConstant): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function refuseClash(name: string): never {
  throw new InvalidInput(`Two pieces make different tensors of one name: ${name}`);
}

function keptOutputs(
  outputs: readonly (Stretch & { readonly name: string })[],
  keep: readonly string[],
  where: string,
): readonly Stretch[] {
  for (const name of keep) {
    if (outputs.some((output) => output.name === name)) continue;
    const known = outputs.map((output) => output.name).join(', ') || 'none';
    throw new InvalidInput(`No output "${name}": ${where} (its outputs: ${known})`);
  }
  return outputs.filter(({ name }) => keep.includes(name));
}
