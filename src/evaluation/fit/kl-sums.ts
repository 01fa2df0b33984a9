import type { KlTemplates } from '../../detectors/index.ts';
import { InvalidInput } from '../../errors.ts';
import { apply, constant, type Draft, type GraphPiece, reduceClasses } from '../../onnx/index.ts';
import type { ModelLogits } from '../scored-model/model-logits.ts';

/**
 * A piece that adds up, within the graph, the posteriors of all pixels of an image by the class that is
 * predicted: [N, C, C], row of the prediction. So templates are fitted without a logit leaving the
 * runtime: of a prediction as 0 or 1 times the posterior, one product of matrices over the pixels.
 */
export function klSumsPiece({ tensor, draft }: ModelLogits, opset: number): GraphPiece {
  const classes = tensor.dims?.[1];
  if (typeof classes !== 'number') {
    throw new InvalidInput(`The model does not give the number of its classes: ${tensor.name}`);
  }
  const max = reduceClasses('ReduceMax', draft, { name: 'kl_fit_max', opset, keep: true });
  const exponentials = apply('Exp', [apply('Sub', [draft, max], { name: 'kl_fit_shifted' })], {
    name: 'kl_fit_exp',
  });
  const sum = reduceClasses('ReduceSum', exponentials, { name: 'kl_fit_sum', opset, keep: true });
  const posterior = apply('Div', [exponentials, sum], { name: 'kl_fit_posterior' });
  const place = apply('ArgMax', [draft], {
    name: 'kl_fit_place',
    attributes: [
      { name: 'axis', kind: 'integer', value: 1 },
      { name: 'keepdims', kind: 'integer', value: 0 },
    ],
  });
  const depth = constant('kl_fit_depth', BigInt64Array.of(BigInt(classes)), []);
  const oneHot = apply('OneHot', [place, depth, constant('kl_fit_ends', Float32Array.of(0, 1))], {
    name: 'kl_fit_one_hot',
    attributes: [{ name: 'axis', kind: 'integer', value: 1 }],
  });
  const turned = apply('Transpose', [flat(posterior, 'kl_fit_rows')], {
    name: 'kl_fit_turned',
    attributes: [{ name: 'perm', kind: 'integers', value: [0, 2, 1] }],
  });
  const product = apply('MatMul', [flat(oneHot, 'kl_fit_predicted'), turned], { name: 'kl_sums' });
  const { tensor: name, nodes, constants } = product;
  return { nodes, constants, output: { name, dims: [tensor.dims?.[0], classes, classes] }, opset };
}

function flat(maps: Draft, name: string): Draft {
  return apply('Reshape', [maps, constant('kl_fit_shape', BigInt64Array.of(0n, 0n, -1n))], {
    name,
  });
}

/**
 * Templates out of the sums of all images. A row of sums adds up to the number of its predictions,
 * since a posterior adds up to one.
 *
 * @throws {InvalidInput} where nothing was added
 */
export function templatesOfSums(sums: readonly Float32Array[], classes: number): KlTemplates {
  const total = new Float64Array(classes * classes);
  for (const sum of sums) {
    for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (sum[i] as number);
  }
  const counts = Array.from({ length: classes }, (_, row) =>
    total.subarray(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0),
  );
  const predicted = [...counts.keys()].filter((row) => Math.round(counts[row] as number) > 0);
  if (predicted.length === 0) {
    throw new InvalidInput('Templates of nothing: the split to fit on has no image');
  }
  const values = new Float64Array(predicted.length * classes);
  for (const [i, row] of predicted.entries()) {
    for (let c = 0; c < classes; c++) {
      values[i * classes + c] = (total[row * classes + c] as number) / (counts[row] as number);
    }
  }
  return {
    classes,
    predicted,
    counts: predicted.map((row) => Math.round(counts[row] as number)),
    values,
  };
}
