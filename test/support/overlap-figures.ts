import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPinnedWnids, readManifest } from '../../src/io/index.ts';
import { type Candidate, type ClassList, Matcher } from '../../src/lexicon/index.ts';
import { type Doubt, type Judgement, parsePinnedSource } from '../../src/records/index.ts';
import { classList, lexicon, names, taxon } from './nouns.ts';

/** Where the ImageNet lists lie beside the checkout, if they do. */
export const mirror = fileURLToPath(
  new URL('../../../shared/realdata/classlists/imagenet', import.meta.url),
);

const table = new URL('../fixtures/overlap/labelled-taxa.tsv', import.meta.url);
const heads = 'name rank ancestry synonyms vernaculars expected class group reason'.split(' ');

/** What is expected, and what is found: `T0` to `T3`, `none`, `review`. */
const outcomes = ['T0', 'T1', 'T2', 'T3', 'none', 'review'] as const;
type Outcome = (typeof outcomes)[number];

/** A taxon labelled by hand, see `test/fixtures/overlap/README.md`. */
interface LabelledTaxon {
  readonly candidate: Candidate;
  readonly expected: Outcome;
  /** The class that makes the tier; empty for `none`. */
  readonly wnid: string;
  readonly group: string;
  readonly reason: string;
}

/** Rows of the table, in its order. @throws {Error} naming the line that is no such row */
export function labelledTaxa(): readonly LabelledTaxon[] {
  const [head = '', ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n');
  if (head !== heads.join('\t')) throw new Error(`Not the columns of labelled taxa "${head}"`);
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const [name, rank, ancestry, synonyms, vernaculars, expected, wnid, group, reason] = cells;
    const outcome = outcomes.find((known) => known === expected);
    if (cells.length !== heads.length || outcome === undefined || !name || !reason) {
      throw new Error(`Not a labelled taxon "${line}": line ${i + 2}`);
    }
    const candidate = taxon(name, ancestry, {
      rank: rank ?? '',
      synonyms: listed(synonyms, 'synonym'),
      vernaculars: listed(vernaculars, 'common name'),
    });
    return { candidate, expected: outcome, wnid: wnid ?? '', group: group ?? '', reason };
  });
}

function listed(cell = '', source: string) {
  return names(source, ...cell.split('; ').filter((text) => text !== ''));
}

/** ImageNet-21K of fall 2011, out of the folder beside the checkout. */
export async function imagenet21k(): Promise<ClassList> {
  const { content } = await readManifest('sources', 'imagenet-21k', parsePinnedSource);
  const wnids = await openPinnedWnids(content, { mirror, rawFolder: mirror });
  return classList(wnids, 'imagenet-21k');
}

/** A labelled taxon, and what the matcher says of it. */
interface Judged extends LabelledTaxon {
  readonly judgement: Judgement;
}

export function judgeLabelled(
  list: ClassList,
  taxa: readonly LabelledTaxon[] = labelledTaxa(),
): readonly Judged[] {
  const matcher = new Matcher(lexicon, [list]);
  return taxa.map((row) => {
    const { judgements } = matcher.judge(row.candidate, 'labelled-taxa.tsv');
    return { ...row, judgement: judgements[0] as Judgement };
  });
}

/** How many rows of each label came out as what: `counts.T0.review`. */
export function confusion(
  judged: readonly Judged[],
): Readonly<Record<Outcome, Readonly<Record<Outcome, number>>>> {
  const countOf = (label: Outcome, found: Outcome) =>
    judged.filter(({ expected, judgement }) => expected === label && judgement.tier === found)
      .length;
  const perOutcome = <T>(make: (outcome: Outcome) => T) =>
    Object.fromEntries(outcomes.map((outcome) => [outcome, make(outcome)])) as Record<Outcome, T>;
  return perOutcome((label) => perOutcome((found) => countOf(label, found)));
}

export function isAgreed({ expected, judgement }: Judged): boolean {
  return expected === judgement.tier;
}

if (import.meta.main) {
  const judged = judgeLabelled(await imagenet21k());
  process.stdout.write(`${figuresText(judged)}\n`);
}

/** The confusion table, then every miss with what was found. */
function figuresText(judged: readonly Judged[]): string {
  const counts = confusion(judged);
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell) => String(cell).padStart(8)).join('');
  return [
    row(['labelled', 'rows', ...outcomes]),
    ...outcomes.map((label) => {
      const found = outcomes.map((outcome) => counts[label][outcome]);
      return row([label, found.reduce((sum, count) => sum + count, 0), ...found]);
    }),
    `\nAgreed in ${judged.filter(isAgreed).length} of ${judged.length}\n`,
    ...judged.filter((one) => !isAgreed(one)).map(missText),
  ].join('\n');
}

function missText({ candidate, expected, wnid, reason, judgement }: Judged): string {
  const { tier, nearest, doubts = [] } = judgement;
  const class_ = nearest === undefined ? '' : ` by ${nearest.label} (${nearest.wnid})`;
  return [
    `${candidate.name}: labelled ${expected} (${wnid}), found ${tier}${class_}`,
    ...doubts.map(doubtText),
    `  ${reason}`,
  ].join('\n');
}

function doubtText({ kind, text, label }: Doubt): string {
  return `  ${kind} "${text}"${label === undefined ? '' : ` points at ${label}`}`;
}
