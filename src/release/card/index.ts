import {
  type CheckReport,
  countFindings,
  type LedgerEntry,
  type Licence,
  namesText,
  printedText,
  type TruthKind,
} from '../../records/index.ts';
import type { ReleaseInfo } from '../release-info.ts';
import { classWords } from './class-words.ts';
import { classesWords } from './classes-words.ts';
import { markdownTable } from './markdown-table.ts';
import { maskWords } from './mask-words.ts';
import { speciesWords } from './species-words.ts';
import type { TruthWords } from './truth-words.ts';
import { unlabelledWords } from './unlabelled-words.ts';

const wordsOf: Readonly<Record<TruthKind, TruthWords>> = {
  mask: maskWords,
  class: classWords,
  classes: classesWords,
  species: speciesWords,
  unlabelled: unlabelledWords,
};

/**
 * The dataset card, `README.md`: a YAML header that dataset hubs read, then what a person needs.
 * Every figure comes from the release itself.
 */
export function cardText(
  info: ReleaseInfo,
  reports: readonly CheckReport[],
  ledger: readonly LedgerEntry[],
): string {
  const words = wordsOf[info.source.truth];
  return [
    header(info, words, reports),
    introduction(info, words),
    contents(info, words.describe(info, reports)),
    checks(reports),
    claims(ledger),
    licence(info),
  ].join('\n');
}

function header(
  { recipe, counts }: ReleaseInfo,
  words: TruthWords,
  reports: readonly CheckReport[],
): string {
  const { task, tag } = words;
  return `---
pretty_name: ${yamlText(recipe.content.title)}
${licenceHeader(recipe.content.licence, words.licences?.(reports) ?? [])}
task_categories:
  - ${task}
tags:
  - ${tag}
  - out-of-distribution
size_categories:
  - ${sizeCategory(counts.records)}
configs:
  - config_name: default
    data_files: records.parquet
---
`;
}

/** Hubs read a name and a link of a licence only where it is none that they know. */
function licenceHeader({ name, url }: Licence, hubLicences: readonly string[]): string {
  const [first = 'other', ...more] = hubLicences;
  const ids = more.length === 0 ? ` ${first}` : ['', first, ...more].join('\n  - ');
  if (first !== 'other' && !more.includes('other')) return `license:${ids}`;
  return `license:${ids}\nlicense_name: ${yamlText(name)}\nlicense_link: ${yamlText(url)}`;
}

function introduction(
  { kind, recipe, version, toolkit }: ReleaseInfo,
  { files }: TruthWords,
): string {
  const { title, summary, paper } = recipe.content;
  const kindText =
    kind === 'full'
      ? `This is a full release: ${files} lie beside this card.`
      : 'This is a recipe release: it names the files of the source by path and digest, and holds none of them.';
  return `# ${title} ${version}

${summary}

Paper: ${paper}

${kindText} Built by ${toolkit}; \`oodforge verify\` recomputes everything stated here.
`;
}

function contents({ counts, source }: ReleaseInfo, description: string): string {
  const rows = Object.entries(counts.recordsPerSplit).map(([split, images]) => [
    split,
    String(images),
  ]);
  const reasons = Object.entries(counts.skippedPerReason).map(([reason, images]) => [
    reason,
    String(images),
  ]);
  const absent = Object.keys(source.presentSplits).filter(
    (split) => source.presentSplits[split] === false,
  );
  const absentText =
    absent.length === 0
      ? ''
      : `\nThe source lacked ${namesText(absent)}, so this release is part of the dataset only.\n`;
  return `## Contents

${markdownTable(['split', 'images'], rows)}
${absentText}
${description}
### Left out

${reasons.length === 0 ? 'Nothing was left out.\n' : `${markdownTable(['reason', 'candidates'], reasons)}\n\`skipped.parquet\` names each with its reason.\n`}`;
}

function checks(reports: readonly CheckReport[]): string {
  const levels = ['fault', 'unjudged', 'note'] as const;
  const rows = reports.map((report) => {
    const counts = levels.map((level) => String(countFindings(report, level)));
    return [report.check, report.verdict, ...counts];
  });
  return `## Checks

${markdownTable(['check', 'verdict', 'faults', 'unjudged', 'notes'], rows)}
\`checks.json\` holds the figures and every finding.
`;
}

function claims(ledger: readonly LedgerEntry[]): string {
  if (ledger.length === 0) return '';
  const rows = ledger.map(({ claim, computed, status }) => {
    return [
      claim.claim,
      `${printedText(claim)} ${claim.unit}`,
      computed === null ? '' : String(computed),
      status,
    ];
  });
  return `## Published numbers

${markdownTable(['claim', 'printed', 'computed', 'status'], rows)}
\`claims.json\` holds the query of each.
`;
}

function licence({ recipe }: ReleaseInfo): string {
  const { name, url, attribution, redistributable } = recipe.content.licence;
  const sharing = redistributable
    ? ''
    : ' The images may not be passed on; share the recipe instead.';
  return `## Licence

${name} (${url}).${sharing} Attribution: ${attribution}. \`ATTRIBUTION.csv\` names it for every image; an apostrophe stands before what a spreadsheet would take for a formula.
`;
}

function yamlText(text: string): string {
  return JSON.stringify(text);
}

function sizeCategory(records: number): string {
  if (records < 1_000) return 'n<1K';
  if (records < 10_000) return '1K<n<10K';
  return records < 100_000 ? '10K<n<100K' : '100K<n<1M';
}
