import type { PinnedSource, PinnedState, Verdict } from '../records/index.ts';
import { numberText, tableText } from './table.ts';

export interface SourceRow {
  readonly source: PinnedSource;
  readonly state: PinnedState;
}

/** Every pinned source, and whether its file is here. */
export function sourceListText(rows: readonly SourceRow[]): string {
  const cells = rows.map(({ source, state }) => [
    source.name,
    numberText(source.bytes),
    source.licence.name,
    atHandText(state),
    source.title,
  ]);
  return tableText(['name', 'bytes', 'licence', 'at hand', 'title'], cells);
}

/** The verdict on each source; of a file that differs, its path and both digests. */
export function sourceVerificationText(
  verdict: Verdict,
  rows: readonly (SourceRow & { readonly verdict: Verdict })[],
): string {
  const cells = rows.map((row) => [row.source.name, row.verdict, pathText(row.state)]);
  const deviations = rows.map(({ source, state }) => {
    if (state.kind !== 'differs') return '';
    const { found, path } = state;
    return `\n${path}\n  expected ${contentText(source)}\n  found    ${contentText(found)}\n`;
  });
  const table = tableText(['name', 'verdict', 'file'], cells);
  const isMissing = rows.some(({ state }) => state.kind === 'missing');
  const hint = isMissing ? '\nFor those that are missing: npx oodforge sources fetch\n' : '';
  return `Verify ${rows.length} sources: ${verdict}\n${table}${deviations.join('')}${hint}`;
}

export interface FetchRow {
  readonly source: PinnedSource;
  /** How the file came here; "failed" where it did not, and then `error` says why. */
  readonly outcome: string;
  readonly error?: SourceError | undefined;
}

interface SourceError {
  readonly name: string;
  readonly message: string;
  readonly retryable: boolean;
}

export function fetchText(rows: readonly FetchRow[]): string {
  const cells = rows.map(({ source, outcome }) => [
    source.name,
    outcome,
    numberText(source.bytes),
    source.file,
  ]);
  const errors = rows.map(({ error }) => (error === undefined ? '' : `\n${error.message}\n`));
  return `${tableText(['name', 'outcome', 'bytes', 'file'], cells)}${errors.join('')}`;
}

function atHandText(state: PinnedState): string {
  if (state.kind === 'missing') return 'no';
  return state.kind === 'present' ? state.place : `${state.place}, other bytes`;
}

function pathText(state: PinnedState): string {
  return state.kind === 'missing' ? 'missing' : state.path;
}

function contentText({ bytes, sha256 }: { bytes: number; sha256: string }): string {
  return `${numberText(bytes)} bytes, SHA-256 ${sha256}`;
}
