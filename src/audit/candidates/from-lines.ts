import { InvalidInput } from '../../errors.ts';
import { type Sha256, wnidSchema } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

/**
 * Reads a list with a name or a wnid on each line. After a wnid there may be words, the first of
 * which (up to a comma) is taken for its label: "n01440764 tench, Tinca tinca". Where every line
 * ends in a number, as in lists of Places365, that is its index and no part of the name. Lines that
 * begin with # are comments.
 *
 * @throws {InvalidInput} when there is no name in the file
 */
export function readLines(
  text: string,
  { where, sha256 }: { readonly where: string; readonly sha256: Sha256 },
): CandidateList {
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw new InvalidInput(`No names: ${where}`);
  const isNumbered = lines.length > 1 && lines.every(({ line }) => /\S\s+\d+$/.test(line));
  const collector = new Collector();
  let wnids = 0;
  for (const { line, number } of lines) {
    const [, id, words] = /^(n\d{8})(?:[\s,:]+(.*))?$/.exec(line) ?? [];
    if (id === undefined) {
      const name = isNumbered ? line.replace(/\s+\d+$/, '') : line;
      if (/^n\d+$/.test(name)) {
        throw new InvalidInput(
          `Not a wnid of n and eight digits "${name}": ${where} line ${number}`,
        );
      }
      collector.add({ id: name, name, isTaxon: false });
      continue;
    }
    wnids++;
    const label = words?.split(',')[0]?.trim();
    const name = label === undefined || label === '' ? id : label;
    collector.add({ id, name, wnid: wnidSchema.parse(id), isTaxon: false });
  }
  const columns: Record<string, string> =
    wnids > 0 ? { wnid: 'first word of a line' } : { name: 'line' };
  if (isNumbered) columns.index = 'last word of a line';
  return collector.finish({
    format: wnids > 0 ? 'list of wnids' : 'list of names',
    columns,
    sha256,
    where,
  });
}
