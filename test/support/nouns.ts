import { readFileSync } from 'node:fs';
import {
  type Candidate,
  type ClassList,
  Lexicon,
  Matcher,
  readNouns,
} from '../../src/lexicon/index.ts';
import { type Judgement, sha256Schema, wnidSchema } from '../../src/records/index.ts';

/** The bytes of `data.noun` as the package has them; what changes them works on a copy. */
export const nounFile: Uint8Array = readFileSync(
  new URL(import.meta.resolve('wordnet/db/data.noun')),
);

export const lexicon = new Lexicon(readNouns(nounFile, 'data.noun'));

/** The row of a wnid. */
export function rowOf(wnid: string): number {
  return lexicon.row(wnidSchema.parse(wnid), 'test');
}

/** A class list of wnids, of labels without a synset (what is no wnid), or of every noun. */
export function classList(members: readonly string[] | 'all-nouns', name = 'set'): ClassList {
  return {
    name,
    title: name,
    sha256: sha256Schema.parse('0'.repeat(64)),
    where: `${name}.txt`,
    members:
      members === 'all-nouns'
        ? members
        : members.map((text) => {
            const { data: wnid } = wnidSchema.safeParse(text);
            return wnid === undefined ? { label: text } : { wnid };
          }),
  };
}

/** A taxon below `ancestry`, which is written "kingdom:Animalia > order:Anura", highest first. */
export function taxon(
  name: string,
  ancestry = '',
  more: Partial<Pick<Candidate, 'rank' | 'synonyms' | 'vernaculars'>> = {},
): Candidate {
  let parent: Candidate['parent'];
  for (const part of ancestry.split(' > ').filter((text) => text !== '')) {
    const [rank = '', above = ''] = part.split(':');
    const key = `${parent?.key ?? ''}/${above}`;
    parent = { key, name: above, rank, parent };
  }
  return { id: name, name, rank: 'species', isTaxon: true, parent, ...more };
}

/** Names as candidates carry them. */
export function names(source: string, ...texts: readonly string[]) {
  return texts.map((name) => ({ name, source }));
}

/** A class name, or whatever a list without further columns holds. */
export function plain(name: string, wnid?: string): Candidate {
  const id = wnid ?? name;
  return { id, name, wnid: wnid && wnidSchema.parse(wnid), isTaxon: false } as Candidate;
}

/** What one set says of one candidate. */
export function judge(candidate: Candidate, members: readonly string[] | 'all-nouns'): Judgement {
  const { judgements } = new Matcher(lexicon, [classList(members)]).judge(candidate, 'test');
  return judgements[0] as Judgement;
}
