import { apply } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { largestOrNaN } from './logits.ts';
import { neededTensor } from './needed.ts';
import { largestOf, scoreRows, sigmoid } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'msp-sigmoid';

/**
 * The MSP of models that give each class a probability of its own: the negative of the largest
 * sigmoid, from -1 to 0. The sigmoid grows with the logit, so it orders images as MaxLogit does, but
 * for ties: in float32 it is 1 from a logit of about 17 on.
 */
export const mspSigmoid: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-max_k sigmoid(f(x)_k)',
  paper: 'Improving and Assessing Anomaly Detectors for Large-Scale Settings, section 4',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    const max = largestOrNaN(context, name);
    const probability = apply('Sigmoid', [max], { name: 'sigmoid_max' });
    return scorePiece(probability, { detector: name, source, opset, last: 'Neg' });
  },
  plain({ tensors }) {
    return scoreRows(neededTensor(tensors, 'logits', name), (row) => -sigmoid(largestOf(row)));
  },
};
