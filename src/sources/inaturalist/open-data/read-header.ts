import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '../../../errors.ts';
import { printableName } from '../../../records/index.ts';
import { readBytes } from './read-bytes.ts';

const longestHeader = 4096;

/**
 * The names of the columns of a tab-separated file.
 *
 * @throws {InvalidInput} when the first line is no header, or names a column twice
 */
export async function readHeader(file: {
  readonly path: string;
  readonly isGzip: boolean;
}): Promise<readonly string[]> {
  const line = await firstLine(file);
  const columns = line.split('\t');
  for (const column of columns) {
    if (!/^[a-z_]{1,40}$/.test(column)) {
      throw new InvalidInput(`Not the name of a column ${printableName(column)}: ${file.path}`);
    }
  }
  const repeated = columns.find((column, i) => columns.indexOf(column) !== i);
  if (repeated !== undefined) throw new InvalidInput(`Column "${repeated}" twice: ${file.path}`);
  return columns;
}

async function firstLine(file: { path: string; isGzip: boolean }): Promise<string> {
  let start: Buffer = Buffer.alloc(0);
  for await (const block of readBytes(file)) {
    start = Buffer.concat([start, block]);
    if (start.includes(0x0a) || start.length > longestHeader) break;
  }
  const end = start.indexOf(0x0a);
  const line = start.subarray(0, end < 0 ? start.length : end);
  if (line.length > longestHeader || !isUtf8(line)) {
    throw new InvalidInput(`First line is no header of a tab-separated file: ${file.path}`);
  }
  return line
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r$/, '');
}
