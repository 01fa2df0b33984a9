import { InvalidInput } from '../errors.ts';
import { apply, constant, type Draft, given } from './draft.ts';
import { type ElementType, numberOfElementType } from './element-type.ts';
import type { GraphAttribute } from './graph-piece.ts';
import type { ModelTensor } from './model-summary.ts';

// Operators whose form depends on the version of the operator set. Source: ONNX, Operators, the
// version history of each.

/** Since 7 elementwise operators stretch their inputs to a common shape, which every piece needs. */
export const oldestOpset = 7;

type Reduction = 'ReduceMax' | 'ReduceSum' | 'ReduceMean';

/** From which version on the axes are an input and no attribute. */
const axesAreInput: Readonly<Record<Reduction | 'Squeeze' | 'Unsqueeze', number>> = {
  ReduceMax: 18,
  ReduceMean: 18,
  ReduceSum: 13,
  Squeeze: 13,
  Unsqueeze: 13,
};

interface Named {
  /** Of the result, without the prefix. */
  readonly name: string;
  readonly opset: number;
}

/** Reduces the class axis, 1, and keeps it with size 1 or drops it. */
export function reduceClasses(
  operator: Reduction,
  input: Draft,
  { name, opset, keep }: Named & { readonly keep: boolean },
): Draft {
  const keepDims: GraphAttribute = { name: 'keepdims', kind: 'integer', value: keep ? 1 : 0 };
  return overAxes(operator, input, [1], { name, opset, attributes: [keepDims] });
}

/** Drops axes of size 1. */
export function squeeze(input: Draft, axes: readonly number[], { name, opset }: Named): Draft {
  return overAxes('Squeeze', input, axes, { name, opset, attributes: [] });
}

/** Adds axes of size 1. */
export function unsqueeze(input: Draft, axes: readonly number[], { name, opset }: Named): Draft {
  return overAxes('Unsqueeze', input, axes, { name, opset, attributes: [] });
}

function overAxes(
  operator: Reduction | 'Squeeze' | 'Unsqueeze',
  input: Draft,
  axes: readonly number[],
  { name, opset, attributes }: Named & { readonly attributes: readonly GraphAttribute[] },
): Draft {
  if (opset < axesAreInput[operator]) {
    const asAttribute: GraphAttribute = { name: 'axes', kind: 'integers', value: axes };
    return apply(operator, [input], { name, attributes: [asAttribute, ...attributes] });
  }
  const asInput = constant(`axes_${axes.join('_')}`, BigInt64Array.from(axes, BigInt));
  return apply(operator, [input, asInput], { name, attributes });
}

/** Raises what is smaller to `least`. */
export function atLeast(input: Draft, least: number, { name, opset }: Named): Draft {
  if (opset < 11) {
    const attributes: readonly GraphAttribute[] = [{ name: 'min', kind: 'float', value: least }];
    return apply('Clip', [input], { name, attributes });
  }
  const bound = constant(`least_${Math.abs(least)}`, Float32Array.of(least), []);
  return apply('Clip', [input, bound], { name });
}

/** Since 11 an operator resizes as torch's `interpolate` does. */
export const oldestResize = 11;

/**
 * Brings maps [N, C, H, W] to another height and width: linear between the centres of pixels, as
 * torch's `interpolate(mode='bilinear', align_corners=False)`.
 *
 * @param scale output pixels for one of the input, down and across
 * @throws {InvalidInput} for an operator set that cannot
 */
export function resizeMaps(
  input: Draft,
  scale: { readonly down: number; readonly across: number },
  { name, opset }: Named,
): Draft {
  if (opset < oldestResize) {
    throw new InvalidInput(
      `Operator set ${opset} is older than ${oldestResize}, which resizing needs: convert the model to a newer one`,
    );
  }
  const scales = constant(`${name}_scales`, Float32Array.of(1, 1, scale.down, scale.across));
  return apply('Resize', [input, noneOf('roi', { name, opset }), scales], {
    name,
    attributes: [
      { name: 'mode', kind: 'text', value: 'linear' },
      { name: 'coordinate_transformation_mode', kind: 'text', value: 'half_pixel' },
    ],
  });
}

/** An input of `Resize` that it does without; before 13 it has to be there, and empty. */
export function noneOf(what: 'roi' | 'scales', { name, opset }: Named): Draft {
  return opset < 13 ? constant(`${name}_no_${what}`, new Float32Array()) : given('');
}

const uncountable: readonly ElementType[] = ['string', 'bool', 'complex64', 'complex128'];

/**
 * A tensor of the model as float32, cast where it is anything else: float16 and bfloat16 do not leave
 * the runtime as numbers.
 *
 * @param name what to call the result where it is cast, without the prefix
 * @throws {InvalidInput} where its elements are no numbers
 */
export function asFloat32({ name: tensor, elementType }: ModelTensor, name: string): Draft {
  if (elementType === 'float32') return given(tensor);
  if (uncountable.includes(elementType)) {
    throw new InvalidInput(`Not a tensor of numbers but of ${elementType}: ${tensor}`);
  }
  const to = numberOfElementType('float32');
  return apply('Cast', [given(tensor)], {
    name,
    attributes: [{ name: 'to', kind: 'integer', value: to }],
  });
}
