import {
  apply,
  asFloat32,
  atLeast,
  constant,
  type Draft,
  reduceClasses,
  squeeze,
} from '../onnx/index.ts';
import type { PieceContext } from './detector.ts';
import { neededTensor } from './needed.ts';

// What the detectors have in common is named after what it is and appended once, so that max and
// exponentials are computed once for all of them. Softmax itself is not used: over an axis that is
// not the last the runtime transposes, which takes ten times as long.

/** The logits, [N, C, ...]. */
export function logits({ tensors }: PieceContext, detector: string): Draft {
  return asFloat32(neededTensor(tensors, 'logits', detector), 'logits');
}

/** The largest logit, [N, 1, ...]. */
export function largest(context: PieceContext, detector: string): Draft {
  const { opset } = context;
  return reduceClasses('ReduceMax', logits(context, detector), {
    name: 'logits_max',
    opset,
    keep: true,
  });
}

/** x - max x, at most 0: no exponential of it overflows. */
export function shifted(context: PieceContext, detector: string): Draft {
  return apply('Sub', [logits(context, detector), largest(context, detector)], {
    name: 'logits_shifted',
  });
}

/** exp(x - max x), [N, C, ...]: the posterior but for its sum. */
export function exponentials(context: PieceContext, detector: string): Draft {
  return apply('Exp', [shifted(context, detector)], { name: 'logits_exp' });
}

/** Sum of the exponentials, [N, ...]: from 1 to C. */
export function exponentialSum(context: PieceContext, detector: string): Draft {
  const { opset } = context;
  return reduceClasses('ReduceSum', exponentials(context, detector), {
    name: 'logits_exp_sum',
    opset,
    keep: false,
  });
}

/**
 * The largest logit without its axis, [N, ...]; no number where one of them is none or is
 * infinite. The runtime's maximum passes over what is no number; the sum of the exponentials does not.
 */
export function largestOrNaN(context: PieceContext, detector: string): Draft {
  const { opset } = context;
  const max = squeeze(largest(context, detector), [1], { name: 'logits_max_flat', opset });
  const nothing = apply(
    'Mul',
    [exponentialSum(context, detector), constant('zero', Float32Array.of(0), [])],
    { name: 'logits_nothing' },
  );
  return apply('Add', [max, nothing], { name: 'logits_max_or_nan' });
}

/** In float32 exp of this is 0, and so is exp times this. */
const asGoodAsMinusInfinity = -200;

/** Sum over classes of p log p, [N, ...]: the negative entropy of the posterior. */
export function negativeEntropy(context: PieceContext, detector: string): Draft {
  const { opset } = context;
  // Of logits near both ends of float32 the difference is infinite, and 0 times that is no number.
  const bounded = atLeast(shifted(context, detector), asGoodAsMinusInfinity, {
    name: 'logits_bounded',
    opset,
  });
  const products = apply('Mul', [exponentials(context, detector), bounded], {
    name: 'logits_products',
  });
  const sum = exponentialSum(context, detector);
  const productSum = reduceClasses('ReduceSum', products, {
    name: 'logits_product_sum',
    opset,
    keep: false,
  });
  const mean = apply('Div', [productSum, sum], { name: 'logits_product_mean' });
  const logSum = apply('Log', [sum], { name: 'logits_log_sum' });
  return apply('Sub', [mean, logSum], { name: 'logits_negative_entropy' });
}
