import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type CandidateList, readCandidates } from '../../src/audit/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import type { Candidate } from '../../src/lexicon/index.ts';
import { temporaryFolder } from './folders.ts';

/** Writes one input into a folder of its own and returns its path. */
export function writeInput(
  t: ExecutionContext,
  name: string,
  content: string | Uint8Array,
  folder = temporaryFolder(t),
): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Every candidate of a list, in its order. */
export function candidatesIn(list: CandidateList): readonly Candidate[] {
  return Array.from({ length: list.size }, (_, i) => list.at(i));
}

/** A candidate without the members that it lacks, its ancestors by name from the nearest on. */
export function told({ parent, ...candidate }: Candidate): Record<string, unknown> {
  const above: string[] = [];
  for (let at = parent; at !== undefined; at = at.parent) {
    above.push(at.rank === undefined ? at.name : `${at.rank} ${at.name}`);
  }
  const given = Object.entries(candidate).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(above.length > 0 && { above }) };
}

/** The message with which an input is refused, the folder it lies in cut off. */
export async function refusal(
  t: ExecutionContext,
  path: string,
  options: { readonly column?: string } = {},
): Promise<string> {
  const error = await t.throwsAsync(readCandidates(path, options), { instanceOf: InvalidInput });
  return (error?.message ?? '').replaceAll(`${dirname(path)}/`, '');
}

/** The head of `taxa.csv` in iNaturalist's open data, and rows below it. */
export function openDataTaxa(rows: readonly (readonly (string | number)[])[]): string {
  const head = ['taxon_id', 'ancestry', 'rank_level', 'rank', 'name', 'active'];
  return [head, ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
