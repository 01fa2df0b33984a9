import { type Doubt, printableName, type Step } from '../records/index.ts';

/** "synonym Rana catesbeiana = bullfrog (n01641577)": a witness in one line. */
export function witnessText(path: readonly Step[]): string {
  return path
    .map((step, i) => (i === 0 ? first(step) : `${joints[step.by]} ${named(step)}`))
    .join('');
}

const joints: Readonly<Record<Step['by'], string>> = {
  name: ', name',
  synonym: ', synonym',
  implied: ', by its name in',
  ancestor: ', in',
  wnid: ' =',
  lemma: ' =',
  spelling: ', also spelled',
  group: ' =',
  names: ', called',
  member: ' > member',
  within: ' within',
  'is-a': ' <',
  'has-kind': ' >',
  label: ' = label',
};

function first(step: Step): string {
  return step.by === 'synonym' || step.by === 'implied'
    ? `${step.by} ${printableName(step.text)}`
    : named(step);
}

function named({ text, rank, wnid }: Step): string {
  const shown = printableName(rank === undefined ? text : `${rank} ${text}`);
  return wnid === undefined ? shown : `${shown} (${wnid})`;
}

const reasons: Readonly<Record<Doubt['kind'], string>> = {
  'same-epithet': 'a class has the same epithet in another genus',
  misspelling: 'a class is spelled one letter off',
  vernacular: 'a common name is that of a class',
  'genus-member': 'a class of its genus that WordNet does not specify',
  homonym: 'the name means several things',
  product: 'a product of the same name is a class',
  'unresolved-name': 'the name leaves the species open',
  unplaced: 'neither the name nor an ancestor is in WordNet',
};

/** "a common name is that of a class: Elk -> wapiti (n02432983)" */
export function doubtText({ kind, text, label, wnid, decided }: Doubt): string {
  const target = label === undefined ? '' : ` -> ${printableName(label)} (${wnid})`;
  return `${reasons[kind]}: ${printableName(text)}${target}${decided === undefined ? '' : `, decided: ${decided}`}`;
}
