import type { GraphDetector } from './detector.ts';
import { negativeEntropy } from './logits.ts';
import { neededTensor } from './needed.ts';
import { scoreRows, toPosterior } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'entropy';

/** The entropy of the posterior in nats: from 0 (certain) to log C. */
export const entropy: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-sum_k p_k log p_k, p = softmax f(x)',
  paper: 'Shannon, A Mathematical Theory of Communication, 1948; a usual baseline',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    return scorePiece(negativeEntropy(context, name), {
      detector: name,
      source,
      opset,
      last: 'Neg',
    });
  },
  plain({ tensors }) {
    return scoreRows(neededTensor(tensors, 'logits', name), (row) => -sumOfPLogP(toPosterior(row)));
  },
};

/** Sum of p log p, where 0 log 0 is 0. */
export function sumOfPLogP(posterior: Float64Array): number {
  return posterior.reduce((sum, p) => (p === 0 ? sum : sum + p * Math.log(p)), 0);
}
