import { InvalidInput } from '../errors.ts';
import {
  apply,
  asFloat32,
  constant,
  type Draft,
  type ModelTensor,
  squeeze,
} from '../onnx/index.ts';
import type { DetectorSettings, GraphDetector } from './detector.ts';
import { neededSetting, neededTensor } from './needed.ts';
import { sigmoid } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'branch';

/**
 * One minus the confidence that a branch of the model estimates. The output may be [N], [N, 1],
 * [N, H, W] or [N, 1, H, W], and hold confidences or what a sigmoid makes confidences of.
 */
export const branch: GraphDetector = {
  kind: 'graph',
  name,
  formula: '1 - c(x), c the confidence output',
  paper:
    'DeVries and Taylor, Learning Confidence for Out-of-Distribution Detection in Neural Networks, 2018',
  needs: ['confidence'],
  settings: ['confidence'],
  piece({ opset, tensors, settings }) {
    const tensor = neededTensor(tensors, 'confidence', name);
    const isLogit = neededSetting(settings, 'confidence', name) === 'logit';
    const source = withChannel(tensor);
    const given = asFloat32(tensor, 'confidence');
    const flat =
      source === tensor ? squeeze(given, [1], { name: 'confidence_flat', opset }) : given;
    return scorePiece(isLogit ? doubtOfLogit(flat) : doubt(flat), {
      detector: name,
      source,
      opset,
      last: 'Identity',
    });
  },
  plain({ tensors, settings }) {
    const { data } = neededTensor(tensors, 'confidence', name);
    const doubtOf = plainDoubt(neededSetting(settings, 'confidence', name));
    return Float64Array.from(data, doubtOf);
  },
};

/** The tensor as if it had an axis of channels: of one, which may be written or left out. */
function withChannel(tensor: ModelTensor): ModelTensor {
  const { dims, name: output } = tensor;
  if (dims === undefined) {
    throw new InvalidInput(`The model does not give the shape of its confidence output: ${output}`);
  }
  if (dims.length === 1 || dims.length === 3) {
    return { ...tensor, dims: [dims[0], 1, ...dims.slice(1)] };
  }
  const channels = dims[1];
  if (typeof channels === 'number' && channels !== 1) {
    throw new InvalidInput(`A confidence output has one channel, not ${channels}: ${output}`);
  }
  return tensor;
}

function doubt(confidence: Draft): Draft {
  return apply('Sub', [constant('one', Float32Array.of(1), []), confidence], {
    name: 'confidence_doubt',
  });
}

/** 1 - sigmoid(z) is sigmoid(-z), which tells small doubts apart where the difference would be 0. */
function doubtOfLogit(logit: Draft): Draft {
  const negative = apply('Neg', [logit], { name: 'confidence_negative' });
  return apply('Sigmoid', [negative], { name: 'confidence_doubt' });
}

function plainDoubt(kind: NonNullable<DetectorSettings['confidence']>): (c: number) => number {
  return kind === 'logit' ? (z) => sigmoid(-z) : (c) => 1 - c;
}
