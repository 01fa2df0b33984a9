import { InvalidInput } from '../errors.ts';
import { apply, constant } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { exponentialSum, exponentials } from './logits.ts';
import { neededSetting, neededTensor } from './needed.ts';
import { scoreRows, sizesOf, toPosterior } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'background';

/**
 * The posterior of the class that holds whatever is in no other. As the paper says it, a pixel that is
 * background is more anomalous; the code that was published with it negates this number.
 */
export const background: GraphDetector = {
  kind: 'graph',
  name,
  formula: 'p_b, p = softmax f(x), b the background class',
  paper: 'Improving and Assessing Anomaly Detectors for Large-Scale Settings, section 5',
  needs: ['logits'],
  settings: ['backgroundClass'],
  piece(context) {
    const { opset, tensors, settings } = context;
    const source = neededTensor(tensors, 'logits', name);
    const classes = source.dims?.[1];
    const place = placeOf(
      settings,
      typeof classes === 'number' ? classes : Number.MAX_SAFE_INTEGER,
    );
    const index = constant(`class_${place}`, BigInt64Array.of(BigInt(place)), []);
    const exponential = apply('Gather', [exponentials(context, name), index], {
      name: 'background_exp',
      attributes: [{ name: 'axis', kind: 'integer', value: 1 }],
    });
    const posterior = apply('Div', [exponential, exponentialSum(context, name)], {
      name: 'background_posterior',
    });
    return scorePiece(posterior, { detector: name, source, opset, last: 'Identity' });
  },
  plain({ tensors, settings }) {
    const values = neededTensor(tensors, 'logits', name);
    const place = placeOf(settings, sizesOf(values)[1]);
    return scoreRows(values, (row) => toPosterior(row)[place] as number);
  },
};

function placeOf(settings: Parameters<typeof neededSetting>[0], classes: number): number {
  const place = neededSetting(settings, 'backgroundClass', name);
  if (Number.isSafeInteger(place) && place >= 0 && place < classes) return place;
  throw new InvalidInput(`No class ${place} among ${classes}: setting backgroundClass`);
}
