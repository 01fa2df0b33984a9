import { apply } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { exponentialSum } from './logits.ts';
import { neededTensor } from './needed.ts';
import { largestOf, scoreRows, toPosterior } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'msp';

/**
 * The negative of the largest probability of the softmax: from -1 (certain) to -1/C. In float32 it is
 * -1 as soon as all other classes together have less than 6e-8, so certain pixels tie.
 *
 * The largest probability is exp(max - max) / sum exp(x - max), and the numerator is 1.
 */
export const msp: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-max_k exp(f(x)_k) / sum_i exp(f(x)_i)',
  paper:
    'Hendrycks and Gimpel, A Baseline for Detecting Misclassified and Out-of-Distribution Examples, ICLR 2017',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    const probability = apply('Reciprocal', [exponentialSum(context, name)], {
      name: 'probability_max',
    });
    return scorePiece(probability, { detector: name, source, opset, last: 'Neg' });
  },
  plain({ tensors }) {
    return scoreRows(neededTensor(tensors, 'logits', name), (row) => -largestOf(toPosterior(row)));
  },
};
