import { InvalidInput } from '../errors.ts';
import {
  apply,
  type Dimension,
  type Draft,
  type GraphPiece,
  type ModelTensor,
  squeeze,
} from '../onnx/index.ts';

interface ScoreOptions {
  readonly detector: string;
  /** What the score is made of; its class axis, 1, is gone from the draft. */
  readonly source: ModelTensor;
  readonly opset: number;
  /** The last operator: turns a confidence into an anomaly score, or hands it on. */
  readonly last: 'Neg' | 'Identity';
}

/**
 * Ends a piece. Of an image model whose output has a height and a width of 1 these axes go, so that
 * there is one score an image.
 */
export function scorePiece(
  draft: Draft,
  { detector, source, opset, last }: ScoreOptions,
): GraphPiece {
  const dims = scoreDims(source);
  const name = detector.replaceAll('-', '_');
  const single = dims?.slice(1).every((dim) => dim === 1) ? dims.slice(1).map((_, i) => i + 1) : [];
  const flat =
    single.length === 0 ? draft : squeeze(draft, single, { name: `${name}_flat`, opset });
  const { tensor, nodes, constants } = apply(last, [flat], { name });
  const output = { name: tensor, dims: single.length === 0 ? dims : dims?.slice(0, 1) };
  return {
    nodes: onceEach(nodes, (node) => node.output),
    constants: onceEach(constants, (fixed) => fixed.name),
    output,
    opset,
  };
}

function onceEach<T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] {
  const byName = new Map<string, T>();
  for (const item of items) if (!byName.has(nameOf(item))) byName.set(nameOf(item), item);
  return [...byName.values()];
}

/** The shape without its class axis; `undefined` where the model does not tell its own. */
function scoreDims({ dims, name }: ModelTensor): readonly Dimension[] | undefined {
  if (dims === undefined) return undefined;
  if (dims.length < 2) {
    throw new InvalidInput(
      `No class axis: ${name} has ${dims.length} dimension(s), and classes stand in the second`,
    );
  }
  return [...dims.slice(0, 1), ...dims.slice(2)];
}
