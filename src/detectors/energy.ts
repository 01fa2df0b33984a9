import { apply } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { exponentialSum, largestOrNaN } from './logits.ts';
import { neededTensor } from './needed.ts';
import { largestOf, scoreRows } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'energy';

/** The free energy at temperature 1: MaxLogit with a soft maximum. */
export const energy: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-log sum_k exp(f(x)_k)',
  paper: 'Liu et al., Energy-based Out-of-distribution Detection, NeurIPS 2020',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    const max = largestOrNaN(context, name);
    const logSum = apply('Log', [exponentialSum(context, name)], { name: 'logits_log_sum' });
    const softMax = apply('Add', [max, logSum], { name: 'logits_soft_max' });
    return scorePiece(softMax, { detector: name, source, opset, last: 'Neg' });
  },
  plain({ tensors }) {
    return scoreRows(neededTensor(tensors, 'logits', name), (row) => {
      const max = largestOf(row);
      return -(max + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - max), 0)));
    });
  },
};
