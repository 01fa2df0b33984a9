import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../errors.ts';

const mostBytes = 16 << 20;

/**
 * The names of a list, one a line; what follows a space is not read.
 *
 * @throws {InvalidInput} when there is no such file, or it is too large for one
 */
export function readList(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) throw new InvalidInput(`No such list: ${full}`);
  if (statSync(full).size > mostBytes) throw new InvalidInput(`List is too large: ${full}`);
  const names = readFileSync(full, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s/)[0] ?? '');
  return names.filter((name) => name !== '');
}
