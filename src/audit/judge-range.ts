import {
  type Ancestor,
  type ClassList,
  Lexicon,
  Matcher,
  type NounTables,
} from '../lexicon/index.ts';
import {
  type CertificateAncestor,
  type CertificateCover,
  type CertificateEntry,
  outcomeOf,
  type Tier,
} from '../records/index.ts';
import type { CandidateList } from './candidates/candidate-list.ts';
import type { TaxaData } from './candidates/taxa-data.ts';
import { TaxaTable } from './candidates/taxa-table.ts';
import { CongenerEntries } from './congener-entries.ts';
import { type Decisions, decided } from './decisions.ts';
import { EntryText } from './entry-text.ts';
import { LineBuffer } from './line-buffer.ts';
import { newTally, type Tally, tallyEntry, tallyPassing } from './tally.ts';

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
  readonly #lines = new LineBuffer();
  readonly #text = new EntryText();
  #lastParent: Ancestor | undefined;
  /** Those of the genus before, where they are judged alike. */
  #congeners: CongenerEntries | undefined;
  readonly #toldAncestors = new Set<string>();
  readonly #toldCovers = new Map<string, Set<string>>();

  constructor(matcher: Matcher, list: CandidateList, options: JudgeOptions) {
    this.#matcher = matcher;
    this.#list = list;
    this.#options = options;
  }

  judge({ from, to }: Range): Judged {
    const { failsFrom, withLines } = this.#options;
    const tally = newTally();
    const ancestors: CertificateAncestor[] = [];
    const covers: CertificateCover[] = [];
    for (let place = from; place < to; place++) {
      if (this.#isLikeCongeners(place, tally)) continue;
      const entry = this.#entry(place, ancestors);
      if (withLines) {
        this.#lines.next();
        this.#lines.text(this.#text.of(entry));
      }
      tallyEntry(tally, entry, failsFrom);
      for (const { against, via } of entry.judgements) {
        if (via === undefined || !this.#isNewCover(against, via)) continue;
        covers.push({ against, key: via, path: this.#matcher.sharedPath(against, via) });
      }
      this.#congeners = this.#congenersOf(place, entry);
    }
    return {
      from,
      to,
      lines: withLines ? this.#lines.take() : undefined,
      tally,
      covers,
      ancestors,
    };
  }

  /** Then its line is written, and it is counted. */
  #isLikeCongeners(place: number, tally: Tally): boolean {
    const congeners = this.#congeners;
    if (congeners === undefined || !(this.#list instanceof TaxaTable)) return false;
    const row = this.#list.data.order[place] as number;
    if (!congeners.has(row)) return false;
    if (this.#options.withLines) congeners.write(row, this.#lines);
    tallyPassing(tally, congeners.congeners.judgements);
    return true;
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

  /**
   * Those that may follow an entry and are judged alike. Each finding is shown, and a decision is
   * for one name: such entries are made one by one.
   */
  #congenersOf(place: number, entry: CertificateEntry): CongenerEntries | undefined {
    const { failsFrom, decisions } = this.#options;
    const list = this.#list;
    if (!(list instanceof TaxaTable) || !list.isParentOfNext(place, entry.parent)) return undefined;
    const congeners = this.#matcher.congenersOf(list.at(place));
    if (congeners === undefined) return undefined;
    for (const judgement of congeners.judgements) {
      if (outcomeOf(judgement, failsFrom) !== 'pass') return undefined;
      if (judgement.doubts !== undefined && decisions.byDoubt.size > 0) return undefined;
    }
    const row = list.data.order[place] as number;
    return new CongenerEntries(list.data, row, entry, congeners);
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
