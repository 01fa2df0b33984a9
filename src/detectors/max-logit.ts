import type { GraphDetector } from './detector.ts';
import { largestOrNaN } from './logits.ts';
import { neededTensor } from './needed.ts';
import { largestOf, scoreRows } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'max-logit';

/** The negative of the largest logit; the same for several labels an image as for one. */
export const maxLogit: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-max_k f(x)_k',
  paper: 'Improving and Assessing Anomaly Detectors for Large-Scale Settings, section 3',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    const max = largestOrNaN(context, name);
    return scorePiece(max, { detector: name, source, opset, last: 'Neg' });
  },
  plain({ tensors }) {
    return scoreRows(neededTensor(tensors, 'logits', name), (row) => -largestOf(row));
  },
};
