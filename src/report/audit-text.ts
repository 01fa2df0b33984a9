import { type Audit, type Change, doubtText, witnessText } from '../audit/index.ts';
import {
  type CertificateEntry,
  type Judgement,
  type LabelFinding,
  printableName,
  printableText,
  type Step,
  tiers,
} from '../records/index.ts';
import { numberText, tableText } from './table.ts';

const findingsListed = 40;
const columns = [...tiers, 'review'];

/** What an audit found: counts, then each finding with its witness. */
export function auditText({ head, tally }: Audit): string {
  const { input, against, verdict, failsFrom, nested, counts } = head;
  const read = Object.entries(input.columns).map(
    ([use, column]) => `${use} from "${printableName(column)}"`,
  );
  const rows = against.map(({ name }) => [
    name,
    ...columns.map((tier) => numberText(counts[name]?.[tier] ?? 0)),
  ]);
  const shown = tally.findings.slice(0, findingsListed);
  const all = tally.fails + tally.reviews + tally.mislabelled;
  const paths = new Map(head.covers.map((cover) => [`${cover.against} ${cover.key}`, cover.path]));
  const blocks = shown.map((entry) => entryText(entry, paths));
  return [
    `${numberText(input.candidates)} candidates (${input.format}: ${read.join(', ')})`,
    ...input.leftOut.map(({ where, reason }) => `left out: ${reason}: ${where}`),
    ...against.map(({ title, classes, sha256 }) => {
      return `against ${title}, ${numberText(classes)} classes, sha256 ${sha256.slice(0, 12)}...`;
    }),
    '',
    tableText(['class set', ...columns], rows),
    ...blocks,
    ...nested.map(([below, above]) => `${below} lies below ${above}: these two are not disjoint`),
    all > shown.length ? `... ${numberText(all - shown.length)} more: --out keeps them all\n` : '',
    `${verdict}: fails from ${failsFrom}; ${numberText(tally.fails)} overlap, ${numberText(tally.reviews)} for review, ${numberText(tally.mislabelled)} with a label that names something else\n`,
  ].join('\n');
}

function entryText(entry: CertificateEntry, paths: ReadonlyMap<string, readonly Step[]>): string {
  const lines = entry.judgements
    .filter(({ tier }) => tier === 'T0' || tier === 'T1' || tier === 'T2' || tier === 'review')
    .map((judgement) => `  ${judgementText(entry, judgement, paths)}`);
  const label = entry.label === undefined ? [] : [`  label: ${labelText(entry, entry.label)}`];
  return `${printableName(entry.name)}${entry.wnid === undefined || entry.wnid === entry.name ? '' : ` (${entry.wnid})`}\n${[...lines, ...label].join('\n')}\n`;
}

/** "T0 against imagenet-21k: bullfrog, Rana catesbeiana (synonym) = bullfrog (n01641577)" */
export function judgementText(
  { name, rank, wnid }: CertificateEntry,
  { against, tier, proven, nearest, path, via, doubts }: Judgement,
  paths: ReadonlyMap<string, readonly Step[]>,
): string {
  const own: readonly Step[] =
    path.length > 0 ? path : [{ by: wnid === undefined ? 'name' : 'wnid', text: name, rank }];
  const whole = [...own, ...(via === undefined ? [] : (paths.get(`${against} ${via}`) ?? []))];
  const target = nearest === undefined ? 'no class' : printableName(nearest.label);
  const certain = proven === undefined ? '' : ` (certain: ${proven})`;
  const witness = `${tier}${certain} against ${against}: ${target}; ${witnessText(whole)}`;
  return [witness, ...(doubts ?? []).map((doubt) => `    ? ${doubtText(doubt)}`)].join('\n  ');
}

const labelWords: Readonly<Record<LabelFinding['code'], string>> = {
  narrower: 'the synset is narrower than the label, which names',
  broader: 'the synset is broader than the label, which names',
  misspelt: 'one letter off',
  elsewhere: 'WordNet gives this label to something else,',
  unknown: 'WordNet does not know the label',
};

function labelText({ name }: CertificateEntry, { code, text, wnid }: LabelFinding): string {
  return `"${printableName(name)}": ${labelWords[code]}${code === 'unknown' ? '' : ` ${text} (${wnid})`}`;
}

/** What differs between a certificate and an audit of today. */
export function certificateCheckText(where: string, changes: readonly Change[]): string {
  if (changes.length === 0) return `${where}: holds, nothing has changed\n`;
  const moved = changes.filter(({ kind }) => kind !== 'candidate' && kind !== 'head');
  const cause =
    moved.length === 0
      ? 'No list, taxonomy or decision has moved: the certificate was edited, or made by other rules'
      : `${moved.map(({ subject }) => subject).join(', ')} moved`;
  const rows = changes.map(({ kind, subject, was, is }) => [
    kind,
    printableName(subject),
    cut(was),
    cut(is),
  ]);
  return `${where}: does not hold. ${cause}.\n\n${tableText(['what', 'subject', 'was', 'is'], rows)}`;
}

function cut(text: string): string {
  return printableText(text.length > 60 ? `${text.slice(0, 57)}...` : text).replaceAll('\n', ' ');
}
