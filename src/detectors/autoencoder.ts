import { InvalidInput } from '../errors.ts';
import { apply, asFloat32, type ModelTensor, reduceClasses } from '../onnx/index.ts';
import type { GraphDetector } from './detector.ts';
import { neededTensor } from './needed.ts';
import { scoreRows, type Values } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'autoencoder';

/**
 * The squared error of a reconstruction, averaged over colours, at each pixel. It is appended to the
 * model that reconstructs, and measured in the units of its input: after mean and deviation.
 */
export const autoencoder: GraphDetector = {
  kind: 'graph',
  name,
  formula: 'mean_c (x_c - r(x)_c)^2, r the reconstruction',
  paper:
    'Improving and Assessing Anomaly Detectors for Large-Scale Settings, section 5, after Baur et al. 2019',
  needs: ['reconstruction'],
  settings: [],
  piece({ opset, tensors }) {
    const source = neededTensor(tensors, 'reconstruction', name);
    const input = neededTensor(tensors, 'input', name);
    checkSameShape(input, source);
    const error = apply('Sub', [asFloat32(input, 'input'), asFloat32(source, 'reconstruction')], {
      name: 'reconstruction_error',
    });
    const squares = apply('Mul', [error, error], { name: 'reconstruction_squares' });
    const mean = reduceClasses('ReduceMean', squares, {
      name: 'reconstruction_mean',
      opset,
      keep: false,
    });
    return scorePiece(mean, { detector: name, source, opset, last: 'Identity' });
  },
  plain({ tensors }) {
    const output = neededTensor(tensors, 'reconstruction', name);
    const input = neededTensor(tensors, 'input', name);
    checkSameShape({ name: 'input', ...input }, { name: 'reconstruction', ...output });
    return scoreRows(squares(input, output), (row) => row.reduce((a, b) => a + b, 0) / row.length);
  },
};

function squares(input: Values, output: Values): Values {
  const data = Float64Array.from(input.data, (x, i) => (x - (output.data[i] as number)) ** 2);
  return { data, dims: input.dims };
}

/** The runtime would stretch a reconstruction of one colour, or one pixel, over the image. */
function checkSameShape(
  input: Pick<ModelTensor, 'name' | 'dims'>,
  output: Pick<ModelTensor, 'name' | 'dims'>,
): void {
  const isSame =
    input.dims === undefined ||
    output.dims === undefined ||
    (input.dims.length === output.dims.length &&
      input.dims.every((dim, i) => {
        const other = output.dims?.[i];
        return typeof dim !== 'number' || typeof other !== 'number' || dim === other;
      }));
  if (isSame) return;
  throw new InvalidInput(
    `The reconstruction ${output.name} (${output.dims?.join('x')}) has not the shape of the input ${input.name} (${input.dims?.join('x')})`,
  );
}
