import { filesOutsideFolder, type ModelSummary, oldestOpset } from '../../onnx/index.ts';
import { type Finding, shapeText } from '../../records/index.ts';
import type { Trial } from '../try-model/index.ts';
import { scoresOf } from './scores-of.ts';
import { trialFindings } from './trial-findings.ts';

/** A list of classes in the order of a model's outputs. */
export interface ClassList {
  readonly name: string;
  readonly members: number;
}

interface Context {
  readonly trial: Trial | undefined;
  readonly lists: readonly ClassList[];
  readonly expected: ClassList | undefined;
}

/**
 * What does not fit, and what a file cannot say. A fault keeps the model from being evaluated as it is;
 * a note is for the one who writes its manifest.
 */
export function modelFindings(
  summary: ModelSummary,
  { trial, lists, expected }: Context,
): readonly Finding[] {
  const found = [
    ...fileFindings(summary),
    ...inputFindings(summary),
    ...classFindings(summary, lists, expected),
    ...trialFindings(summary, trial),
  ];
  return found.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

function* fileFindings(summary: ModelSummary): Generator<Finding> {
  const { opset, externalFiles } = summary;
  if (opset < oldestOpset) {
    yield fault('opset-too-old', 'file', { opset, oldest: oldestOpset });
  }
  for (const { file, reason } of filesOutsideFolder(summary)) {
    yield fault('external-file-outside', file, { reason });
  }
  if (externalFiles.length > 0) {
    yield note('external-files', 'file', { files: externalFiles.join(', ') });
  }
}

const imageTypes: readonly string[] = ['float32', 'float16', 'uint8'];

function* inputFindings({ inputs }: ModelSummary): Generator<Finding> {
  if (inputs.length !== 1) {
    yield fault('inputs-not-one', 'file', { inputs: inputs.map(({ name }) => name).join(', ') });
  }
  for (const { name, elementType, dims } of inputs) {
    if (!imageTypes.includes(elementType)) {
      yield fault('input-type-unsupported', name, { type: elementType });
    } else if (elementType === 'float16') yield note('input-float16', name, {});
    if (dims !== undefined && dims.length !== 4) {
      yield fault('input-not-an-image', name, { shape: shapeText(dims) });
    }
    yield note('preprocessing-unknown', name, {});
  }
}

function* classFindings(
  summary: ModelSummary,
  lists: readonly ClassList[],
  expected: ClassList | undefined,
): Generator<Finding> {
  const scores = scoresOf(summary);
  const channels = scores?.dims?.[1];
  if (scores === undefined) {
    yield fault('no-scores', 'file', {});
    return;
  }
  const { name } = scores;
  if (typeof channels !== 'number') {
    if (expected !== undefined) yield unjudged('class-count-unknown', name, {});
    return;
  }
  if (expected !== undefined && expected.members !== channels) {
    yield fault('class-count-differs', name, {
      channels,
      set: expected.name,
      members: expected.members,
    });
  }
  const fitting = lists.filter(({ members }) => members === channels);
  if (fitting.length > 0) {
    yield note('class-count-fits', name, {
      channels,
      lists: fitting.map((list) => list.name).join(', '),
    });
    return;
  }
  const oneLess = lists.filter(({ members }) => members === channels - 1);
  yield note('class-count-of-no-list', name, {
    channels,
    oneLess: oneLess.map((list) => list.name).join(', '),
  });
}

function fault(code: string, subject: string, values: Finding['values']): Finding {
  return { code, level: 'fault', subject, values };
}

function note(code: string, subject: string, values: Finding['values']): Finding {
  return { code, level: 'note', subject, values };
}

function unjudged(code: string, subject: string, values: Finding['values']): Finding {
  return { code, level: 'unjudged', subject, values };
}
