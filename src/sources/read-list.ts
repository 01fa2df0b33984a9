import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../errors.ts';
import { lookAtFile } from './look-at-file.ts';

const mostBytes = 16 << 20;

/**
 * The names of a list, one a line; what follows a space is not read.
 *
 * @throws {InvalidInput} when there is no such file of the source, or it is too large for one
 */
export function readList(root: string, path: string): readonly string[] {
  const full = join(root, path);
  const found = lookAtFile(root, path);
  if (found.kind === 'missing') throw new InvalidInput(`No such list: ${full}`);
  if (found.kind !== 'file') throw new InvalidInput(`List is no file of the source: ${full}`);
  if (found.look.bytes > mostBytes) throw new InvalidInput(`List is too large: ${full}`);
  const names = readFileSync(full, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s/)[0] ?? '');
  return names.filter((name) => name !== '');
}
