import { CsvError, parse } from 'csv-parse/sync';
import { InvalidInput } from '../../errors.ts';

export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly string[];
  /** Line of the file on which the row ends. */
  readonly line: number;
}

/**
 * Cuts a table into rows and cells: commas and quotes (RFC 4180) or tabs without quotes, as the
 * first line tells.
 *
 * @throws {InvalidInput} naming the line of a stray quote, or of a row that has not as many cells as
 *   there are heads
 */
export function tableRows(text: string, where: string): Table {
  const firstLine = text.slice(0, Math.max(0, text.indexOf('\n')));
  const isTabbed = firstLine.includes('\t');
  const records = parseRecords(text, isTabbed, where);
  const [first, ...rest] = records;
  if (first === undefined) throw new InvalidInput(`No rows: ${where}`);
  for (const { cells, line } of rest) {
    if (cells.length !== first.cells.length) {
      throw new InvalidInput(
        `${cells.length} cells under ${first.cells.length} heads: ${where} line ${line}`,
      );
    }
  }
  return { heads: first.cells, rows: rest };
}

interface InfoRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseRecords(text: string, isTabbed: boolean, where: string): readonly TableRow[] {
  try {
    const records = parse(text, {
      delimiter: isTabbed ? '\t' : ',',
      quote: isTabbed ? false : '"',
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
    }) as unknown as readonly InfoRecord[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new InvalidInput(`Not a table, ${cause.message}: ${where}`, { cause });
  }
}
