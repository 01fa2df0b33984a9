import type { ModelSummary } from '../../onnx/index.ts';
import type { Finding } from '../../records/index.ts';
import type { OutputTrial, Trial } from '../try-model/index.ts';

/** What running the model once has shown. */
export function* trialFindings(
  { outputs }: ModelSummary,
  trial: Trial | undefined,
): Generator<Finding> {
  for (const { name, elementType } of outputs) {
    if (elementType !== 'bfloat16') continue;
    yield { code: 'output-cast', level: 'note', subject: name, values: { type: elementType } };
  }
  if (trial === undefined) return;
  if (trial.kind === 'failed') {
    const values = { reason: trial.reason };
    yield { code: 'run-failed', level: 'unjudged', subject: 'file', values };
    return;
  }
  for (const output of trial.outputs) {
    const found = outputFinding(output);
    if (found !== undefined) yield { ...found, subject: output.name };
  }
}

function outputFinding({
  min,
  max,
  notFinite,
  sumsToOne,
}: OutputTrial): Omit<Finding, 'subject'> | undefined {
  if (notFinite > 0) {
    return { code: 'output-not-finite', level: 'fault', values: { values: notFinite } };
  }
  if (min === undefined || max === undefined) return undefined;
  if (min === max) return { code: 'output-constant', level: 'fault', values: { value: min } };
  if (sumsToOne === true) return { code: 'probabilities', level: 'note', values: {} };
  if (min >= 0 && max <= 1) return { code: 'within-one', level: 'note', values: { min, max } };
  return undefined;
}
