import { InvalidInput } from '../errors.ts';
import { type Wnid, wnidSchema } from './wnid.ts';

/** One line of a table by wnid. */
export interface WnidRow {
  readonly wnid: Wnid;
  readonly text: string;
}

/**
 * The wnids of a list that has one a line, in file order. A byte-order mark and CRLF line ends are
 * taken; an empty line is not, but for the end of the last.
 *
 * @param members how many there must be; any number where `undefined`
 * @throws {InvalidInput} naming `where`, the line and what stands there: no wnid, or one seen before
 */
export function parseWnids(text: string, where: string, members?: number): readonly Wnid[] {
  const wnids = linesOf(text).map((line, i) => parseWnid(line, `${where} at line ${i + 1}`));
  refuseRepeats(wnids, where);
  refuseCount(wnids.length, where, members);
  return wnids;
}

/**
 * The rows of a list of wnid, tab, text, in file order; see {@link parseWnids}.
 *
 * @throws {InvalidInput} naming `where`, the line and what stands there
 */
export function parseWnidTable(text: string, where: string, rows?: number): readonly WnidRow[] {
  const table = linesOf(text).map((line, i) => {
    const tab = line.indexOf('\t');
    const place = `${where} at line ${i + 1}`;
    if (tab < 0) throw new InvalidInput(`No tab after the wnid ${shown(line)}: ${place}`);
    return { wnid: parseWnid(line.slice(0, tab), place), text: line.slice(tab + 1) };
  });
  refuseRepeats(
    table.map(({ wnid }) => wnid),
    where,
  );
  refuseCount(table.length, where, rows);
  return table;
}

function linesOf(text: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function parseWnid(text: string, place: string): Wnid {
  const { success, data } = wnidSchema.safeParse(text);
  if (!success) throw new InvalidInput(`Not a wnid of n and eight digits ${shown(text)}: ${place}`);
  return data;
}

function refuseRepeats(wnids: readonly Wnid[], where: string): void {
  const lineOf = new Map<Wnid, number>();
  for (const [i, wnid] of wnids.entries()) {
    const first = lineOf.get(wnid);
    if (first !== undefined) {
      throw new InvalidInput(
        `Wnid listed twice "${wnid}" (first at line ${first}): ${where} at line ${i + 1}`,
      );
    }
    lineOf.set(wnid, i + 1);
  }
}

function refuseCount(found: number, where: string, expected = found): void {
  if (found !== expected) {
    throw new InvalidInput(`Number of wnids is ${found}, expected ${expected}: ${where}`);
  }
}

/** A line of hostile length stays readable. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
