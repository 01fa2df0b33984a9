import { isOneLetterOff } from '../names/one-letter.ts';

/**
 * Groups by how their names begin: the ending says the rank and has changed with the times
 * (Scorpionida, Scorpiones; Arctiidae, now the subfamily Arctiinae).
 */
export class GroupStems {
  readonly #byStem = new Map<string, number[]>();
  readonly #genera = new Map<string, { readonly name: string; readonly group: number }[]>();

  add(name: string, group: number, isGenus: boolean): void {
    if (isGenus) push(this.#genera, beginning(name), { name, group });
    else push(this.#byStem, stemOf(name), group);
  }

  /** Groups above genera whose name has the same stem. */
  likeNamed(name: string): readonly number[] {
    return this.#byStem.get(stemOf(name)) ?? [];
  }

  /** Genera whose name differs by one letter, which is not among the first two. */
  generaOneLetterFrom(name: string): readonly number[] {
    return (this.#genera.get(beginning(name)) ?? [])
      .filter((genus) => isOneLetterOff(genus.name, name.toLowerCase()))
      .map(({ group }) => group);
  }
}

function stemOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?<=.{4})(aceae|iformes|oidea|idea|idae|inae|ineae|ales|ida|ini|es|ia|a|i)$/, '');
}

function beginning(name: string): string {
  return name.slice(0, 2).toLowerCase();
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key) ?? [];
  values.push(value);
  map.set(key, values);
}
