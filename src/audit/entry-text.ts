import type { CandidateFacts, CertificateEntry, Judgement } from '../records/index.ts';

/** Writes entries of a certificate as JSON: as `JSON.stringify` does, in a third of the time. */
export class EntryText {
  #last: { readonly judgement: Judgement; readonly text: string } | undefined;

  of(entry: CertificateEntry): string {
    const { id, name, tried, label } = entry;
    const names = tried.map((text) => JSON.stringify(text)).join(',');
    return `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)}${factsText(entry)},"tried":[${names}],"judgements":${this.#judgements(entry)}${member('label', label)}}`;
  }

  /** Siblings are often judged alike: those words are written once. */
  #judgements({ judgements }: CertificateEntry): string {
    const [only] = judgements;
    if (judgements.length !== 1 || only === undefined) return JSON.stringify(judgements);
    if (this.#last?.judgement !== only) {
      this.#last = { judgement: only, text: JSON.stringify(judgements) };
    }
    return this.#last.text;
  }
}

/** The members between an entry's name and the names that were tried. */
export function factsText(facts: CandidateFacts): string {
  const { rank, wnid, isTaxon, parent, synonyms, vernaculars } = facts;
  return `${member('rank', rank)}${member('wnid', wnid)}${isTaxon === true ? ',"isTaxon":true' : ''}${member('parent', parent)}${member('synonyms', synonyms)}${member('vernaculars', vernaculars)}`;
}

function member(key: string, value: unknown): string {
  return value === undefined ? '' : `,"${key}":${JSON.stringify(value)}`;
}
