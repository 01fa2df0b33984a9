import { type CheckReport, type LedgerEntry, voidValueOf } from '../records/index.ts';
import type { ReleaseInfo } from './release-info.ts';

/**
 * The dataset card, `README.md`: a YAML header that dataset hubs read, then what a person needs.
 * Every figure comes from the release itself.
 */
export function cardText(
  info: ReleaseInfo,
  reports: readonly CheckReport[],
  ledger: readonly LedgerEntry[],
): string {
  return [
    header(info),
    introduction(info),
    contents(info),
    checks(reports),
    claims(ledger),
    licence(info),
  ].join('\n');
}

function header({ recipe, counts }: ReleaseInfo): string {
  return `---
pretty_name: ${yamlText(recipe.content.title)}
license: other
license_name: ${yamlText(recipe.content.licence.name)}
license_link: ${yamlText(recipe.content.licence.url)}
task_categories:
  - image-segmentation
tags:
  - anomaly-segmentation
  - out-of-distribution
size_categories:
  - ${sizeCategory(counts.records)}
configs:
  - config_name: default
    data_files: records.parquet
---
`;
}

function introduction({ kind, recipe, version, toolkit }: ReleaseInfo): string {
  const { title, summary, paper } = recipe.content;
  const kindText =
    kind === 'full'
      ? 'This is a full release: images and masks lie beside this card.'
      : 'This is a recipe release: it names the files of the source by path and digest, and holds none of them.';
  return `# ${title} ${version}

${summary}

Paper: ${paper}

${kindText} Built by ${toolkit}; \`oodforge verify\` recomputes everything stated here.
`;
}

function contents({ counts, recipe, classSet, source }: ReleaseInfo): string {
  const { splits } = recipe.content;
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
      : `\nThe source lacked its split ${absent.join(', ')}, so this release is part of the dataset only.\n`;
  const classes = classSet.content.members.map(({ name }, value) => `${value} ${name}`).join(', ');
  return `## Contents

${table(['split', 'images'], rows)}
${absentText}
An image with at least ${splits.fromPixels} pixel of ${splits.anomalousClasses.join(', ')} is in \`${splits.anomalous}\`.

Masks are 8-bit, one channel: ${classes}, ${voidValueOf(classSet.content)} void.

### Left out

${reasons.length === 0 ? 'Nothing was left out.\n' : `${table(['reason', 'candidates'], reasons)}\n\`skipped.parquet\` names each with its reason.\n`}`;
}

function checks(reports: readonly CheckReport[]): string {
  const rows = reports.map(({ check, verdict, findings }) => {
    const counts = ['fault', 'unjudged', 'note'].map(
      (level) => findings.filter((finding) => finding.level === level).length,
    );
    return [check, verdict, ...counts.map(String)];
  });
  return `## Checks

${table(['check', 'verdict', 'faults', 'unjudged', 'notes'], rows)}
\`checks.json\` holds the figures and every finding.
`;
}

function claims(ledger: readonly LedgerEntry[]): string {
  if (ledger.length === 0) return '';
  const rows = ledger.map(({ claim, computed, status }) => {
    return [
      claim.claim,
      `${claim.printed} ${claim.unit}`,
      computed === null ? '' : String(computed),
      status,
    ];
  });
  return `## Published numbers

${table(['claim', 'printed', 'computed', 'status'], rows)}
\`claims.json\` holds the query of each.
`;
}

function licence({ recipe }: ReleaseInfo): string {
  const { name, url, attribution, redistributable } = recipe.content.licence;
  const sharing = redistributable
    ? ''
    : ' The images may not be passed on; share the recipe instead.';
  return `## Licence

${name} (${url}).${sharing} Attribution: ${attribution}. \`ATTRIBUTION.csv\` names it for every image.
`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(heads) + line(heads.map(() => '---')) + rows.map(line).join('');
}

function yamlText(text: string): string {
  return JSON.stringify(text);
}

function sizeCategory(records: number): string {
  if (records < 1_000) return 'n<1K';
  if (records < 10_000) return '1K<n<10K';
  return records < 100_000 ? '10K<n<100K' : '100K<n<1M';
}
