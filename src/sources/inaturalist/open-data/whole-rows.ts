import { isUtf8 } from 'node:buffer';
import type { LeftOutCounts } from './left-out.ts';

/** Longer lines are no rows of ours: a name has 256 characters at most. */
const longestLine = 65_536;
const [tab, lineEnd, carriageReturn] = [0x09, 0x0a, 0x0d];

export interface RowForm {
  /** For what is left out: `photos.csv`. */
  readonly file: string;
  readonly fields: number;
  readonly leftOut: LeftOutCounts;
}

/**
 * Of tab-separated bytes in blocks cut anywhere, the lines that are rows: of so many fields, UTF-8,
 * without control characters, each with its line end. The header is dropped, empty lines are, and a
 * carriage return before a line end is. What else is no row is counted.
 *
 * Every byte is looked at once, and a block of nothing but rows is passed on as it is.
 */
export async function* wholeRows(
  blocks: AsyncIterable<Buffer>,
  form: RowForm,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isHeader = true;
  let isTooLong = false;
  for await (const block of blocks) {
    let data = rest.length > 0 ? Buffer.concat([rest, block]) : block;
    const end = data.lastIndexOf(lineEnd) + 1;
    rest = data.subarray(end);
    data = data.subarray(0, end);
    if (end > 0 && (isHeader || isTooLong)) {
      data = data.subarray(data.indexOf(lineEnd) + 1);
      isHeader = false;
      isTooLong = false;
    }
    if (rest.length > longestLine) {
      // Its end is yet to come; what was read of it need not be kept.
      if (!isTooLong) form.leftOut.add(form.file, 'line-too-long', { example: start(rest) });
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
    if (data.length > 0) yield* rowsOf(data, form);
  }
  if (rest.length > 0 && !isHeader && !isTooLong) {
    yield* rowsOf(Buffer.concat([rest, Buffer.of(lineEnd)]), form);
  }
}

function* rowsOf(data: Buffer, form: RowForm): Generator<Buffer> {
  if (areRows(data, form.fields) && isUtf8(data)) {
    yield data;
    return;
  }
  const rows: Buffer[] = [];
  for (let from = 0; from < data.length; ) {
    const end = data.indexOf(lineEnd, from);
    const isReturned = end > from && data[end - 1] === carriageReturn;
    const line = data.subarray(from, isReturned ? end - 1 : end);
    from = end + 1;
    if (line.length === 0) continue;
    const reason = reasonAgainst(line, form.fields);
    if (reason === undefined) rows.push(line, Buffer.of(lineEnd));
    else form.leftOut.add(form.file, reason, { example: start(line) });
  }
  if (rows.length > 0) yield Buffer.concat(rows);
}

/** Whether there is nothing but lines of so many fields; encoding apart. */
function areRows(data: Buffer, fields: number): boolean {
  let tabs = 0;
  let from = 0;
  for (let i = 0; i < data.length; i++) {
    const byte = data[i] as number;
    if (byte > 0x1f) continue;
    if (byte === tab) tabs++;
    else if (byte !== lineEnd || tabs !== fields - 1 || i - from > longestLine) return false;
    else {
      tabs = 0;
      from = i + 1;
    }
  }
  return true;
}

function reasonAgainst(line: Buffer, fields: number): string | undefined {
  if (line.length > longestLine) return 'line-too-long';
  if (!isUtf8(line)) return 'not-utf-8';
  if (line.some((byte) => byte < 0x20 && byte !== tab)) return 'control-character';
  const tabs = line.reduce((count, byte) => count + (byte === tab ? 1 : 0), 0);
  return tabs === fields - 1 ? undefined : 'wrong-field-count';
}

function start(line: Buffer): string {
  return line.subarray(0, 400).toString('utf8');
}
