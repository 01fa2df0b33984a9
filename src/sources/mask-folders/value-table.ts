import { InvalidInput } from '../../errors.ts';
import { type ClassSet, voidName, voidValueOf } from '../../records/index.ts';
import type { MaskFoldersOptions } from './options.ts';

/** What the values of a recipe's masks mean. */
export interface ValueTable {
  /** Value to train id, 256 entries; void where a value means nothing. */
  readonly table: Uint8Array;
  /** Values that mean something, ascending. */
  readonly known: ReadonlySet<number>;
  /** Does every value mean itself? */
  readonly isIdentity: boolean;
}

/** @throws {InvalidInput} for a class that the class set lacks */
export function valueTable(
  { values }: Pick<MaskFoldersOptions, 'values'>,
  classSet: ClassSet,
): ValueTable {
  const voidValue = voidValueOf(classSet);
  const idOf = new Map(classSet.members.map(({ name }, id) => [name, id]));
  idOf.set(voidName, voidValue);
  const table = new Uint8Array(256).fill(voidValue);
  const known = new Set<number>();
  for (const [value, name] of Object.entries(values)) {
    const id = idOf.get(name);
    if (id === undefined) {
      throw new InvalidInput(
        `Class set ${classSet.name} has no class "${name}": recipe at source.values.${value}`,
      );
    }
    table[Number(value)] = id;
    known.add(Number(value));
  }
  return { table, known, isIdentity: [...known].every((value) => table[value] === value) };
}
