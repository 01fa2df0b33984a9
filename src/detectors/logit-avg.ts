import { reduceClasses } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { logits } from './logits.ts';
import { neededTensor } from './needed.ts';
import { scoreRows } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'logit-avg';

/**
 * The negative of the mean logit: a baseline for several labels an image. The graph adds up in float32:
 * logits near its end have an infinite sum.
 */
export const logitAvg: GraphDetector = {
  kind: 'graph',
  name,
  formula: '-mean_k f(x)_k',
  paper: 'Improving and Assessing Anomaly Detectors for Large-Scale Settings, section 4',
  needs: ['logits'],
  settings: [],
  piece(context) {
    const { opset, tensors } = context;
    const source = neededTensor(tensors, 'logits', name);
    const mean = reduceClasses('ReduceMean', logits(context, name), {
      name: 'logits_mean',
      opset,
      keep: false,
    });
    return scorePiece(mean, { detector: name, source, opset, last: 'Neg' });
  },
  plain({ tensors }) {
    return scoreRows(
      neededTensor(tensors, 'logits', name),
      (row) => -(row.reduce((sum, logit) => sum + logit, 0) / row.length),
    );
  },
};
