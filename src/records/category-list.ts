import { InvalidInput } from '../errors.ts';

/**
 * The categories of a list that has one a line, in the order of their indices, as Places365 writes it:
 *
 * ```
 * /a/apartment_building/outdoor 8
 * ```
 *
 * A name, a space and its index, which is the number of the lines before. The letter that names are
 * filed under is no part of them.
 *
 * @param members how many there must be
 * @throws {InvalidInput} naming `where`, the line and what stands there
 */
export function parseCategories(text: string, where: string, members: number): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const names = lines.map((line, i) => {
    const [, name, index] = /^(?:\/[a-z]\/)?([a-z0-9][a-z0-9_/-]*) (\d+)$/.exec(line) ?? [];
    if (name !== undefined && Number(index) === i) return name;
    const shown = JSON.stringify(line.slice(0, 60));
    throw new InvalidInput(`Not a name and the index ${i} ${shown}: ${where} at line ${i + 1}`);
  });
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined)
    throw new InvalidInput(`Category listed twice "${repeated}": ${where}`);
  if (names.length === members) return names;
  throw new InvalidInput(`Number of categories is ${names.length}, expected ${members}: ${where}`);
}
