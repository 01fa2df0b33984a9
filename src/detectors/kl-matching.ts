import { InvalidInput } from '../errors.ts';
import { apply, constant, type Draft, reduceClasses } from '../onnx/index.ts';
import type { GraphDetector, PieceContext } from './detector.ts';
import { sumOfPLogP } from './entropy.ts';
import type { KlTemplates } from './kl-templates.ts';
import { exponentialSum, exponentials, negativeEntropy } from './logits.ts';
import { neededSetting, neededTensor } from './needed.ts';
import { scoreRows, sizesOf, toPosterior } from './rows.ts';
import { scorePiece } from './score-piece.ts';

const name = 'kl-matching';

/** Above, the table of logarithms (64 MiB) had better not go into the model: score in plain. */
const mostClassesInGraph = 4096;

/** A template may hold a 0 that underflowed: its logarithm is that of the least float32. */
const leastProbability = 2 ** -126;

/**
 * The divergence of the posterior from the template nearest to it, in nats: 0 where it equals one.
 * Classes that were never predicted have no template and are left out of the minimum.
 *
 * KL[p | d] is sum p log p - sum p log d. The first does not depend on the template; the second is,
 * over all templates, one product of matrices.
 */
export const klMatching: GraphDetector = {
  kind: 'graph',
  name,
  formula: 'min_k KL[p | d_k], p = softmax f(x), d_k the mean posterior of what is predicted as k',
  paper: 'Improving and Assessing Anomaly Detectors for Large-Scale Settings, appendix',
  needs: ['logits'],
  settings: ['templates'],
  piece(context) {
    const { opset, tensors, settings } = context;
    const source = neededTensor(tensors, 'logits', name);
    const templates = neededSetting(settings, 'templates', name);
    const { dims } = source;
    if (dims === undefined) {
      throw new InvalidInput(`The model does not give the shape of its logits: ${source.name}`);
    }
    checkClasses(templates, typeof dims[1] === 'number' ? dims[1] : templates.classes);
    if (templates.classes > mostClassesInGraph) {
      throw new InvalidInput(
        `Templates of ${templates.classes} classes are not put into a graph (at most ${mostClassesInGraph}): score the logits without one`,
      );
    }
    const cross = reduceClasses('ReduceMax', crossTerms(context, templates, dims.length), {
      name: 'kl_cross_max',
      opset,
      keep: false,
    });
    const mean = apply('Div', [cross, exponentialSum(context, name)], { name: 'kl_cross_mean' });
    const divergence = apply('Sub', [negativeEntropy(context, name), mean], {
      name: 'kl_divergence',
    });
    return scorePiece(divergence, { detector: name, source, opset, last: 'Identity' });
  },
  plain({ tensors, settings }) {
    const values = neededTensor(tensors, 'logits', name);
    const templates = neededSetting(settings, 'templates', name);
    checkClasses(templates, sizesOf(values)[1]);
    const logarithms = logarithmsOf(templates);
    return scoreRows(values, (row) => nearest(toPosterior(row), logarithms));
  },
};

/** Of each template, sum over classes of exp(x - max x) log d: a product, or a convolution of 1x1. */
function crossTerms(context: PieceContext, templates: KlTemplates, rank: number): Draft {
  const logarithms = logarithmsOf(templates);
  const { classes, predicted } = templates;
  const table = new Float32Array(logarithms.length);
  if (rank === 2) {
    for (let k = 0; k < predicted.length; k++) {
      for (let c = 0; c < classes; c++) {
        table[c * predicted.length + k] = logarithms[k * classes + c] as number;
      }
    }
    const columns = constant('kl_templates', table, [classes, predicted.length]);
    return apply('MatMul', [exponentials(context, name), columns], { name: 'kl_cross' });
  }
  table.set(logarithms);
  const ones = Array.from({ length: rank - 2 }, () => 1);
  const kernel = constant('kl_templates', table, [predicted.length, classes, ...ones]);
  return apply('Conv', [exponentials(context, name), kernel], { name: 'kl_cross' });
}

function nearest(posterior: Float64Array, logarithms: Float64Array): number {
  const negativeEntropy = sumOfPLogP(posterior);
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < logarithms.length; at += posterior.length) {
    let cross = 0;
    for (let c = 0; c < posterior.length; c++) {
      cross += (posterior[c] as number) * (logarithms[at + c] as number);
    }
    least = Math.min(least, negativeEntropy - cross);
  }
  return least;
}

function logarithmsOf({ values }: KlTemplates): Float64Array {
  return values.map((value) => Math.log(Math.max(value, leastProbability)));
}

function checkClasses({ classes }: KlTemplates, expected: number): void {
  if (classes === expected) return;
  throw new InvalidInput(
    `Templates of ${classes} classes do not fit logits of ${expected}: fit them on this model`,
  );
}
