import { InvalidInput } from '../../errors.ts';
import { offsetOf, type Wnid, wnidOf } from '../../records/index.ts';
import { rowsNamed } from './lemma-index.ts';
import type { NounTables, Relation } from './noun-tables.ts';
import { rowAt } from './read-nouns.ts';

/** Lexicographer files that we ask for by name. */
export const lexFiles = { tops: 3, animal: 5, food: 13, group: 14, person: 18, plant: 20 } as const;

/** Byte offset of "physical entity". */
const physicalEntity = 1930;

/** Questions to the nouns of WordNet 3.0. Synsets are rows, see `NounTables`. */
export class Lexicon {
  readonly tables: NounTables;
  readonly size: number;
  /** Every step of every witness names a synset. */
  readonly #titles = new Map<number, string>();

  constructor(tables: NounTables) {
    this.tables = tables;
    this.size = tables.offsets.length;
  }

  /** Rows with this lemma, ascending: case, and space, underscore and hyphen do not differ. */
  named(name: string): readonly number[] {
    return rowsNamed(this.tables.text, this.tables.lemmas, name);
  }

  /** @throws {InvalidInput} where no noun synset has this id, naming `where` */
  row(wnid: Wnid, where: string): number {
    const row = this.rowOf(wnid);
    if (row === undefined) {
      throw new InvalidInput(`No noun synset of WordNet 3.0 has the id "${wnid}": ${where}`);
    }
    return row;
  }

  /** Undefined where no noun synset has this id. */
  rowOf(wnid: Wnid): number | undefined {
    return rowAt(this.tables.offsets, offsetOf(wnid));
  }

  wnid(row: number): Wnid {
    return wnidOf(this.tables.offsets[row] as number);
  }

  lexFile(row: number): number {
    return this.tables.lexFiles[row] as number;
  }

  /** As in the file, spaces for underscores: "Danaus plexippus". */
  lemmas(row: number): readonly string[] {
    const { starts, from, to } = this.tables.lemmas;
    const lemmas: string[] = [];
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
      lemmas.push(latin1(this.tables.text, from[i] as number, to[i] as number));
    }
    return lemmas.map((lemma) => lemma.replaceAll('_', ' '));
  }

  /** The first lemma, which WordNet holds for the most usual. */
  title(row: number): string {
    let title = this.#titles.get(row);
    if (title === undefined) {
      const { starts, from, to } = this.tables.lemmas;
      const first = starts[row] as number;
      title = latin1(this.tables.text, from[first] as number, to[first] as number);
      title = title.replaceAll('_', ' ');
      this.#titles.set(row, title);
    }
    return title;
  }

  gloss(row: number): string {
    const { text, offsets } = this.tables;
    const start = offsets[row] as number;
    const end = text.indexOf(0x0a, start);
    const line = latin1(text, start, end === -1 ? text.length : end);
    return line.slice(line.indexOf('|') + 1).trim();
  }

  hypernyms(row: number): Uint32Array {
    return targetsOf(this.tables.hypernyms, row);
  }

  hyponyms(row: number): Uint32Array {
    return targetsOf(this.tables.hyponyms, row);
  }

  members(row: number): Uint32Array {
    return targetsOf(this.tables.members, row);
  }

  groups(row: number): Uint32Array {
    return targetsOf(this.tables.groups, row);
  }

  /** Can it be seen? Things and stuff can; acts, ideas and quantities cannot. */
  isPhysical(row: number): boolean {
    const seen = new Set<number>([row]);
    for (const next of seen) {
      if (this.tables.offsets[next] === physicalEntity) return true;
      for (const hypernym of this.hypernyms(next)) seen.add(hypernym);
    }
    return false;
  }

  /** Everything below `row`, itself left out, by hyponyms; each row once, breadth first. */
  below(row: number): readonly number[] {
    const seen = new Set<number>([row]);
    for (const next of seen) for (const hyponym of this.hyponyms(next)) seen.add(hyponym);
    seen.delete(row);
    return [...seen];
  }
}

function targetsOf({ starts, targets }: Relation, row: number): Uint32Array {
  return targets.subarray(starts[row] as number, starts[row + 1] as number);
}

function latin1(text: Uint8Array, from: number, to: number): string {
  return Buffer.from(text.buffer, text.byteOffset + from, to - from).toString('latin1');
}
