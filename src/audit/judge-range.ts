import {
  type Ancestor,
  type ClassList,
  Lexicon,
  Matcher,
  type NounTables,
} from '../lexicon/index.ts';
import type {
  CertificateAncestor,
  CertificateCover,
  CertificateEntry,
  Judgement,
  Tier,
} from '../records/index.ts';
import type { CandidateList } from './candidates/candidate-list.ts';
import type { TaxaData } from './candidates/taxa-data.ts';
import { TaxaTable } from './candidates/taxa-table.ts';
import { type Decisions, decided } from './decisions.ts';
import { newTally, type Tally, tallyEntry } from './tally.ts';

/** Where this function is for the threads that run it. */
export const judgeRangeModule = import.meta.url;

/** What every thread needs; the tables are in memory that they share. */
export interface JudgeContext {
  readonly nouns: NounTables;
  readonly lists: readonly ClassList[];
  readonly taxa: TaxaData;
  readonly options: JudgeOptions;
}

export interface JudgeOptions {
  readonly decisions: Decisions;
  readonly failsFrom: Tier;
  /** Are the entries wanted as lines? */
  readonly withLines: boolean;
}

export interface Range {
  /** Places in the list of candidates: `from` to `to` - 1. */
  readonly from: number;
  readonly to: number;
}

/** What was judged: the entries as lines of the certificate, and what is to be summed up. */
export interface Judged extends Range {
  /** UTF-8, a comma and a line end between; absent where none are wanted. */
  readonly lines?: Uint8Array | undefined;
  readonly tally: Tally;
  readonly covers: readonly CertificateCover[];
  readonly ancestors: readonly CertificateAncestor[];
}

const encoder = new TextEncoder();
let prepared: { readonly context: JudgeContext; readonly judge: RangeJudge } | undefined;

/** Judges a range of a table of taxa, in whatever thread it is called. */
export function judgeRange(range: Range, context: JudgeContext): Judged {
  if (prepared?.context !== context) {
    const { nouns, lists, taxa, options } = context;
    const matcher = new Matcher(new Lexicon(nouns), lists);
    const judge = new RangeJudge(matcher, new TaxaTable(taxa), options);
    prepared = { context, judge };
  }
  return prepared.judge.judge(range);
}

/** Judges ranges of one list and keeps what they share. */
export class RangeJudge {
  readonly #matcher: Matcher;
  readonly #list: CandidateList;
  readonly #options: JudgeOptions;
  #last: { readonly judgement: Judgement; readonly text: string } | undefined;
  #lastParent: Ancestor | undefined;
  readonly #toldAncestors = new Set<string>();
  readonly #toldCovers = new Map<string, Set<string>>();

  constructor(matcher: Matcher, list: CandidateList, options: JudgeOptions) {
    this.#matcher = matcher;
    this.#list = list;
    this.#options = options;
  }

  judge({ from, to }: Range): Judged {
    const { failsFrom, withLines } = this.#options;
    const lines: string[] = [];
    const tally = newTally();
    const ancestors: CertificateAncestor[] = [];
    const covers: CertificateCover[] = [];
    for (let place = from; place < to; place++) {
      const entry = this.#entry(place, ancestors);
      if (withLines) lines.push(this.#line(entry));
      tallyEntry(tally, entry, failsFrom);
      for (const { against, via } of entry.judgements) {
        if (via === undefined || !this.#isNewCover(against, via)) continue;
        covers.push({ against, key: via, path: this.#matcher.sharedPath(against, via) });
      }
    }
    const text = withLines ? encoder.encode(lines.join(',\n')) : undefined;
    return { from, to, lines: text, tally, covers, ancestors };
  }

  #entry(place: number, ancestors: CertificateAncestor[]): CertificateEntry {
    const facts = this.#list.at(place);
    const { id, name, parent } = facts;
    const found = this.#matcher.judge(facts, `${this.#list.where}, "${id}"`);
    if (parent !== this.#lastParent) this.#tellAncestors(parent, ancestors);
    const judgements = found.judgements.map((judgement) => {
      return decided(name, judgement, this.#options.decisions);
    });
    return {
      id,
      name,
      rank: facts.rank,
      wnid: facts.wnid,
      isTaxon: facts.isTaxon || undefined,
      parent: parent?.key,
      synonyms: facts.synonyms,
      vernaculars: facts.vernaculars,
      tried: found.tried,
      judgements,
      label: found.label,
    };
  }

  /** Ancestors that are no candidates themselves. */
  #tellAncestors(parent: Ancestor | undefined, ancestors: CertificateAncestor[]): void {
    this.#lastParent = parent;
    for (let at = parent; at !== undefined; at = at.parent) {
      if (this.#list.has(at.key)) continue;
      if (this.#toldAncestors.has(at.key)) break;
      this.#toldAncestors.add(at.key);
      ancestors.push(factsOf(at));
    }
  }

  /** The entry as JSON. Siblings are often judged alike: those words are written once. */
  #line(entry: CertificateEntry): string {
    const [only] = entry.judgements;
    if (entry.judgements.length !== 1 || only === undefined) return JSON.stringify(entry);
    if (this.#last?.judgement !== only) {
      this.#last = { judgement: only, text: JSON.stringify(entry.judgements) };
    }
    return `{${factsText(entry)},"judgements":${this.#last.text}${member('label', entry.label)}}`;
  }

  /** Each thread tells each thing once. */
  #isNewCover(against: string, via: string): boolean {
    const told = this.#toldCovers.get(against) ?? new Set();
    this.#toldCovers.set(against, told);
    if (told.has(via)) return false;
    told.add(via);
    return true;
  }
}

function factsOf({ key, name, rank, parent }: Ancestor): CertificateAncestor {
  return { key, name, rank, parent: parent?.key };
}

/** As `JSON.stringify` writes them, in a third of the time. */
function factsText(entry: CertificateEntry): string {
  const { id, name, rank, wnid, isTaxon, parent, synonyms, vernaculars, tried } = entry;
  const names = tried.map((text) => JSON.stringify(text)).join(',');
  return `"id":${JSON.stringify(id)},"name":${JSON.stringify(name)}${member('rank', rank)}${member('wnid', wnid)}${isTaxon === true ? ',"isTaxon":true' : ''}${member('parent', parent)}${member('synonyms', synonyms)}${member('vernaculars', vernaculars)},"tried":[${names}]`;
}

function member(key: string, value: unknown): string {
  return value === undefined ? '' : `,"${key}":${JSON.stringify(value)}`;
}
