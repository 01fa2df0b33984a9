import type { ModelInspection } from '../evaluation/index.ts';
import type { ModelTensor } from '../onnx/index.ts';
import { type Finding, shapeText } from '../records/index.ts';
import { bytesText, numberText, tableText } from './table.ts';

/** What is in a model file, what running it has shown, and what does not fit. */
export function modelText({
  file,
  bytes,
  sha256,
  summary,
  trial,
  findings,
  verdict,
}: ModelInspection): string {
  const { irVersion, producer, opsets, inputs, outputs, nodes, initialisers, operators } = summary;
  const sets = opsets.map(
    ({ domain, version }) => `${domain === '' ? '' : `${domain} `}${version}`,
  );
  const common = [...operators].sort((a, b) => b.count - a.count).slice(0, 8);
  const more = operators.length > common.length ? ', ...' : '';
  const rows = [
    ...inputs.map((tensor) => ['input', ...cells(tensor)]),
    ...outputs.map((tensor) => ['output', ...cells(tensor), ...triedCells(tensor, trial)]),
  ];
  return [
    `${file}: ${bytesText(bytes)}, sha256 ${sha256}`,
    `IR version ${irVersion}, operator set ${sets.join(', ')}, by ${producer || 'nobody named'}`,
    `${numberText(nodes)} nodes, ${numberText(initialisers)} initialisers: ${common.map(({ name, count }) => `${name} ${count}`).join(', ')}${more}`,
    '',
    tableText(['', 'name', 'type', 'shape', 'in a run', 'from', 'to'], rows),
    ...findings.map((finding) => `${finding.level}: ${wordsOf(finding)}`),
    '',
    `Model ${file}: ${verdict}\n`,
  ].join('\n');
}

function cells({ name, elementType, dims }: ModelTensor): readonly string[] {
  return [name, elementType, dims === undefined ? 'not given' : shapeText(dims)];
}

function triedCells({ name }: ModelTensor, trial: ModelInspection['trial']): readonly string[] {
  if (trial?.kind !== 'ran') return [];
  const output = trial.outputs.find((tried) => tried.name === name);
  if (output === undefined) return [];
  const { dims, min, max } = output;
  return [dims.join('x'), ...[min, max].map((value) => value?.toPrecision(5) ?? 'none')];
}

function wordsOf({ code, subject, values }: Finding): string {
  return texts[code]?.(subject, values) ?? `${subject}: ${code} ${JSON.stringify(values)}`;
}

type Words = (subject: string, values: Finding['values']) => string;

const texts: Readonly<Record<string, Words>> = {
  'class-count-differs': (name, { channels, set, members }) =>
    `${name} has ${channels} channels, and ${set} has ${members} members`,
  'class-count-fits': (name, { channels, lists }) =>
    `${name} has ${channels} channels, as many as members: ${lists}`,
  'class-count-of-no-list': (name, { channels, oneLess }) =>
    oneLess === ''
      ? `${name} has ${channels} channels, as many as no known class list has members`
      : `${name} has ${channels} channels, one more than members: ${oneLess}. Is there one for background?`,
  'class-count-unknown': (name) => `The file does not say how many channels ${name} has`,
  'external-file-outside': (file, { reason }) =>
    `Weights are looked for outside the model's folder, in "${file}", which ${reason}`,
  'external-files': (_file, { files }) => `Weights lie in files beside the model: ${files}`,
  'input-float16': (name) => `${name} is fed float16: images are rounded to 11 bits`,
  'input-not-an-image': (name, { shape }) => `${name} is no batch of images: ${shape}`,
  'input-type-unsupported': (name, { type }) => `${name} is fed ${type}, which no image is`,
  'inputs-not-one': (_file, { inputs }) => `Not one input but: ${inputs || 'none'}`,
  'no-scores': () => 'No output has an axis of classes',
  'opset-too-old': (_file, { opset, oldest }) =>
    `Operator set ${opset} is older than ${oldest}: convert the model to a newer one`,
  'output-cast': (name, { type }) =>
    `${name} is of ${type}, which does not leave the runtime: it is cast to float32`,
  'output-constant': (name, { value }) => `${name} is ${value} everywhere, whatever is fed`,
  'output-not-finite': (name, { values }) => `${name} holds ${values} values that are not finite`,
  'preprocessing-unknown': (name) =>
    `No file says in which order ${name} takes colours (RGB or BGR), nor its range, mean and deviation`,
  probabilities: (name) =>
    `${name} sums to one over classes: probabilities, not logits. MaxLogit of it is MSP`,
  'run-failed': (_file, { reason }) => `The model was not run: ${reason}`,
  'within-one': (name, { min, max }) =>
    `${name} lies from ${min} to ${max}: after a sigmoid, perhaps, and then no logits`,
};
