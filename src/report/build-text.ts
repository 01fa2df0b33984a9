import { type CheckReport, countFindings, type Sha256 } from '../records/index.ts';
import type { ReleaseInfo } from '../release/index.ts';
import { findingText } from './findings-text.ts';
import { numberText, tableText } from './table.ts';

export interface BuildSummary {
  readonly folder: string;
  readonly info: ReleaseInfo;
  readonly reports: readonly CheckReport[];
  readonly digest: Sha256;
  /** Photos asked for, and how many of them servers failed to give for reasons that may pass. */
  readonly acquisition?: { readonly photos: number; readonly failed: number } | undefined;
}

/** What a build made: images a split, what was left out and why, what the checks say. */
export function buildText({ folder, info, reports, digest, acquisition }: BuildSummary): string {
  const { counts, kind, name, version } = info;
  const splits = Object.entries(counts.recordsPerSplit).map(([split, images]) => [
    split,
    numberText(images),
  ]);
  return [
    `${name} ${version}, a ${kind} release of ${numberText(counts.records)} images: ${folder}\n`,
    tableText(['split', 'images'], splits),
    skippedText(counts.skippedPerReason, folder) + failedText(acquisition),
    tableText(['check', 'verdict', 'faults', 'notes', 'such as'], reports.map(checkRow)),
    `digest ${digest}\n`,
  ].join('\n');
}

function skippedText(perReason: Readonly<Record<string, number>>, folder: string): string {
  const rows = Object.entries(perReason).map(([reason, count]) => [reason, numberText(count)]);
  if (rows.length === 0) return '  Nothing was left out.\n';
  return `${tableText(['left out', 'candidates'], rows)}  Each with its reason: ${folder}/skipped.parquet\n`;
}

function failedText(
  { photos, failed }: BuildSummary['acquisition'] = { photos: 0, failed: 0 },
): string {
  if (failed === 0) return '';
  const share = `${numberText(failed)} of ${numberText(photos)} photos`;
  return `  ${share} are left out since servers failed to give them twice, for reasons that may pass.\n  This release stays as it is; a build into another --out asks for all of them anew.\n`;
}

function checkRow(report: CheckReport): readonly string[] {
  const { check, verdict, findings } = report;
  const notes = findings.filter(({ level }) => level === 'note');
  const others = findings.filter(({ level }) => level !== 'note');
  const example = others[0] ?? notes[0];
  return [
    check,
    verdict,
    String(countFindings(report, 'fault') + countFindings(report, 'unjudged')),
    String(countFindings(report, 'note')),
    example === undefined ? '' : findingText(example),
  ];
}
