import {
  type DetectorSettings,
  detectors,
  type GraphDetector,
  TemplateSums,
} from '../../src/detectors/index.ts';
import { appendPieces, inspectModel, outputOf } from '../../src/onnx/index.ts';
import { float32, identityModel, runOnce, type TinyOptions } from './tiny-model.ts';

/** Detectors that score logits in a graph. */
export const logitDetectors: readonly GraphDetector[] = Object.values(detectors).filter(
  (detector) => detector.kind === 'graph' && detector.needs.includes('logits'),
) as readonly GraphDetector[];

export interface Case {
  readonly values: readonly number[];
  readonly dims: readonly number[];
  readonly options?: TinyOptions;
}

export interface BothScores {
  readonly name: string;
  readonly dims: readonly number[];
  readonly graph: readonly number[];
  readonly plain: readonly number[];
}

/** Scores of every detector on the same logits, from one run of a graph and in double precision. */
export async function bothScores({
  values,
  dims,
  options = {},
}: Case): Promise<readonly BothScores[]> {
  const model = identityModel({ dims, ...options });
  const summary = inspectModel(model, 'tiny model');
  const logits = outputOf(summary, 'logits');
  if (logits === undefined) throw new Error('A tiny model has logits');
  const settings = settingsFor({ values, dims });
  const context = { opset: summary.opset, tensors: { logits }, settings };
  const pieces = logitDetectors.map((detector) => detector.piece(context));
  const patched = appendPieces(model, pieces, { where: 'tiny model' });
  const outputs = await runOnce(patched, { x: float32(values, dims) });
  const data = Float32Array.from(values);
  return logitDetectors.map((detector, i) => {
    const output = outputs[pieces[i]?.output.name ?? ''];
    if (output === undefined) throw new Error(`No scores of ${detector.name}`);
    const plain = detector.plain({ tensors: { logits: { data, dims } }, settings });
    const graph = Array.from(output.data as Float32Array);
    return { name: detector.name, dims: output.dims, graph, plain: Array.from(plain) };
  });
}

/** The last class is background; templates are of logits like these, and of the first in reverse. */
export function settingsFor({ values, dims }: Case): DetectorSettings {
  const classes = dims[1] as number;
  const sums = new TemplateSums(classes);
  const tame = values.map((value) => Math.max(-20, Math.min(20, value)) / 3);
  sums.add({ data: Float32Array.from(tame), dims });
  sums.add({ data: Float32Array.from(tame.slice(0, classes).reverse()), dims: [1, classes] });
  return { backgroundClass: classes - 1, templates: sums.templates() };
}

/** Numbers between -span and span, always the same. */
export function spread(count: number, span: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(span * Math.sin(i * i * 12.9898 + i)));
}
