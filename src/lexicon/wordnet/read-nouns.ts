import { InvalidInput } from '../../errors.ts';
import { countText } from '../../records/index.ts';
import { indexLemmas } from './lemma-index.ts';
import { codeOf, LineCursor } from './line-cursor.ts';
import { type NounTables, type Relation, sharedUint32 } from './noun-tables.ts';

/** Noun synsets of WordNet 3.0. */
export const nounSynsets = 82_115;

const noun = codeOf('n');

/** Length of the file; nothing stands after the last line to show that it has changed. */
const nounBytes = 15_300_280;

/**
 * Reads `data.noun` of WordNet 3.0.
 *
 * ```
 * file    = { licence line, which begins with two spaces } { synset line }
 * synset  = offset " " lexfile " n " wcount(hex) { " " lemma " " lexid(hex) }
 *           " " pcount { " " symbol " " offset " " pos " " hex4 } " | " gloss
 * ```
 *
 * Every line must begin with its own byte offset, which a lost or added byte before it makes untrue.
 *
 * @param bytes the file, in shared memory if threads are to read it
 * @throws {InvalidInput} for another version of WordNet, or naming the line that is wrong
 * @see https://wordnet.princeton.edu/documentation/wndb5wn
 */
export function readNouns(bytes: Uint8Array, where: string): NounTables {
  const firstLine = checkLicence(bytes, where);
  const offsets = sharedUint32(nounSynsets);
  const lexFiles = new Uint8Array(new SharedArrayBuffer(nounSynsets));
  const lemmas = { starts: [0], from: [] as number[], to: [] as number[], rows: [] as number[] };
  const pointers = { hypernyms: newPairs(), members: newPairs(), groups: newPairs() };
  const bySymbol: ReadonlyMap<number, Pairs> = new Map([
    [codeOf('@'), pointers.hypernyms],
    [codeOf('@i'), pointers.hypernyms],
    [codeOf('%m'), pointers.members],
    [codeOf('#m'), pointers.groups],
  ]);

  const line = new LineCursor(bytes, firstLine.at, firstLine.number, where);
  let row = 0;
  for (; !line.isAtEnd(); line.nextLine(), row++) {
    if (row === nounSynsets) line.refuse(`More than ${nounSynsets} noun synsets`);
    const start = line.at;
    offsets[row] = line.number(10, 'byte offset');
    if (offsets[row] !== start) line.refuse(`Byte offset ${offsets[row]} on the line at ${start}`);
    lexFiles[row] = line.number(10, 'lexicographer file');
    line.expect('n', 'synset type n');
    for (let left = line.number(16, 'count of lemmas'); left > 0; left--) {
      line.word('lemma');
      lemmas.from.push(line.from);
      lemmas.to.push(line.to);
      lemmas.rows.push(row);
      line.word('lex id');
    }
    lemmas.starts.push(lemmas.from.length);
    for (let left = line.number(10, 'count of pointers'); left > 0; left--) {
      const pairs = bySymbol.get(line.code('pointer symbol'));
      const target = line.number(10, 'target of a pointer');
      const isNoun = line.code('part of speech') === noun;
      line.word('source and target');
      if (pairs !== undefined && isNoun) {
        pairs.sources.push(row);
        pairs.targets.push(target);
      }
    }
    line.expect('|', 'mark | before the gloss');
  }
  if (row !== nounSynsets) {
    line.refuse(`Only ${countText(row)} noun synsets, not 82,115, the file is cut`);
  }
  if (bytes.length !== nounBytes) line.refuse(`File of ${bytes.length} bytes, not ${nounBytes}`);
  const relation = (pairs: Pairs) => relationOf(rowsOf(pairs, offsets, where));
  const hypernyms = rowsOf(pointers.hypernyms, offsets, where);
  return {
    text: bytes,
    offsets,
    lexFiles,
    hypernyms: relationOf(hypernyms),
    hyponyms: relationOf({ sources: hypernyms.targets, targets: hypernyms.sources }),
    members: relation(pointers.members),
    groups: relation(pointers.groups),
    lemmas: indexLemmas(bytes, lemmas),
  };
}

interface Pairs {
  readonly sources: number[];
  readonly targets: number[];
}

function newPairs(): Pairs {
  return { sources: [], targets: [] };
}

/** The row of a byte offset, or undefined where no synset begins. */
export function rowAt(offsets: Uint32Array, offset: number): number | undefined {
  let low = 0;
  let high = offsets.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = offsets[middle] as number;
    if (found === offset) return middle;
    if (found < offset) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function rowsOf({ sources, targets }: Pairs, offsets: Uint32Array, where: string): Pairs {
  const rows = targets.map((offset, i) => {
    const row = rowAt(offsets, offset);
    if (row !== undefined) return row;
    const source = offsets[sources[i] as number];
    throw new InvalidInput(`Pointer to ${offset}, where no synset is: ${where} at ${source}`);
  });
  return { sources, targets: rows };
}

/** Groups pairs by source, keeping their order, with two passes over them. */
function relationOf({ sources, targets }: Pairs): Relation {
  const starts = sharedUint32(nounSynsets + 1);
  for (const source of sources) starts[source + 1] = (starts[source + 1] as number) + 1;
  for (let i = 0; i < nounSynsets; i++) {
    starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  }
  const filled = starts.slice(0, -1);
  const grouped = sharedUint32(targets.length);
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as number;
    const place = filled[source] as number;
    grouped[place] = targets[i] as number;
    filled[source] = place + 1;
  }
  return { starts, targets: grouped };
}

/** The licence says which WordNet this is: ImageNet's ids are byte offsets of 3.0 and no other. */
function checkLicence(bytes: Uint8Array, where: string): { at: number; number: number } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4096, bytes.length));
  const version = /WordNet (\d\S*) Copyright/.exec(head.toString('latin1'))?.[1];
  if (version !== '3.0') {
    const found = version === undefined ? 'No WordNet data file' : `WordNet ${version}`;
    throw new InvalidInput(
      `${found}, but ImageNet's ids are places in WordNet 3.0 and no other: ${where}`,
    );
  }
  let at = 0;
  let number = 1;
  while (head[at] === 0x20 && head[at + 1] === 0x20) {
    at = head.indexOf('\n', at) + 1;
    number++;
    if (at === 0) throw new InvalidInput(`The file ends within its licence: ${where}`);
  }
  return { at, number };
}
