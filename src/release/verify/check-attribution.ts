import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidRelease } from '../../errors.ts';
import { hashBytes } from '../../io/index.ts';
import { attributionLines } from '../attribution.ts';
import { releaseFiles } from '../layout.ts';
import type { Release } from '../open-release.ts';
import type { Deviation } from './expected-file.ts';

/** Deviations that are named; of more the number is given. */
const mostNamed = 100;
const longestRow = 65_536;

/**
 * Holds `ATTRIBUTION.csv` to the records: a row that is missing, edited, repeated or of no record is
 * named by its image.
 *
 * @throws {InvalidRelease} when there is no such file, or a row of it has no end
 */
export async function checkAttribution({
  folder,
  info,
  tables,
}: Release): Promise<readonly Deviation[]> {
  const path = join(folder, releaseFiles.attribution);
  if (!existsSync(path)) throw new InvalidRelease(`File missing: ${path}`);
  const { rows, digest } = await expectedRows(
    attributionLines(tables.attribution(info.recipe.content)),
  );
  const found = createHash('sha256');
  const problems: string[] = [];
  for await (const row of readRows(path)) {
    found.update(row);
    const key = keyOf(row);
    const expected = rows.get(key) ?? [];
    const place = expected.indexOf(digestOf(row));
    if (expected.length === 0) problems.push(`Row of ${key} has no record or stands twice`);
    else if (place === -1) problems.push(`Row of ${key} is not what its record says`);
    expected.splice(Math.max(place, 0), 1);
  }
  for (const [key, left] of rows) if (left.length > 0) problems.push(`Row of ${key} is missing`);
  if (problems.length === 0 && found.digest('hex') !== digest) {
    problems.push('Rows do not stand in the order of the records');
  }
  return shortened(problems).map((detail) => {
    return { path: releaseFiles.attribution, problem: 'attribution', detail };
  });
}

/** The digests of the rows by the text of their first field, and that of the whole file. */
async function expectedRows(lines: AsyncIterable<string>) {
  const rows = new Map<string, string[]>();
  const whole = createHash('sha256');
  for await (const line of lines) {
    whole.update(line);
    const key = keyOf(line);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [digestOf(line)]);
    else known.push(digestOf(line));
  }
  return { rows, digest: whole.digest('hex') };
}

function keyOf(row: string): string {
  return /^(?:"(?:[^"]|"")*"|[^,\n]*)/.exec(row)?.[0] ?? '';
}

/** Half a digest tells rows apart, and 700,000 of them lie in memory. */
function digestOf(row: string): string {
  return hashBytes(row).slice(0, 32);
}

/** The rows of a CSV file as they stand in it, line ends included; those within quotes end no row. */
async function* readRows(path: string): AsyncGenerator<string> {
  let row = '';
  let isQuoted = false;
  for await (const line of readLines(path)) {
    row += line;
    if ((line.split('"').length - 1) % 2 === 1) isQuoted = !isQuoted;
    if (row.length > longestRow) throw new InvalidRelease(`Row without end: ${path}`);
    if (isQuoted) continue;
    yield row;
    row = '';
  }
  if (row !== '') yield row;
}

async function* readLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield `${line}\n`;
    if (rest.length > longestRow) throw new InvalidRelease(`Row without end: ${path}`);
  }
  if (rest !== '') yield rest;
}

function shortened(problems: readonly string[]): readonly string[] {
  const more = problems.length - mostNamed;
  return more <= 0 ? problems : [...problems.slice(0, mostNamed), `${more} rows more deviate`];
}
