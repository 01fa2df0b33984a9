import {
  type GraphAttribute,
  type GraphConstant,
  type GraphNode,
  piecePrefix,
} from './graph-piece.ts';

/** A tensor and all that must be computed for it, in order. */
export interface Draft {
  readonly tensor: string;
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
}

/** A tensor that the model has by itself. */
export function given(tensor: string): Draft {
  return { tensor, nodes: [], constants: [] };
}

/** One operator over other tensors; the result is called `name`, with the prefix of all that is added. */
export function apply(
  operator: string,
  inputs: readonly Draft[],
  {
    name,
    attributes = [],
  }: { readonly name: string; readonly attributes?: readonly GraphAttribute[] },
): Draft {
  const output = `${piecePrefix}${name}`;
  const node = { operator, inputs: inputs.map(({ tensor }) => tensor), output, attributes };
  return {
    tensor: output,
    nodes: [...inputs.flatMap(({ nodes }) => nodes), node],
    constants: inputs.flatMap(({ constants }) => constants),
  };
}

/** A tensor of fixed values. */
export function constant(
  name: string,
  values: Float32Array | BigInt64Array,
  dims: readonly number[] = [values.length],
): Draft {
  const tensor = `${piecePrefix}${name}`;
  return { tensor, nodes: [], constants: [{ name: tensor, dims, values }] };
}
