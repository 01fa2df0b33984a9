import { hashBytes } from '../io/index.ts';
import {
  type Candidate,
  type ClassList,
  Lexicon,
  Matcher,
  type NounTables,
} from '../lexicon/index.ts';
import {
  type CandidateFacts,
  type CertificateAncestor,
  type CertificateCover,
  type CertificateEntry,
  outcomeOf,
  type Sha256,
  type Tier,
} from '../records/index.ts';
import { AlikeEntries } from './alike-entries.ts';
import type { CandidateList } from './candidates/candidate-list.ts';
import type { TaxaData } from './candidates/taxa-data.ts';
import { TaxaTable } from './candidates/taxa-table.ts';
import { type Decisions, decided } from './decisions.ts';
import { EntryText } from './entry-text.ts';
import { LineBuffer } from './line-buffer.ts';
import { newTally, type Tally, tallyEntry, tallyPassing } from './tally.ts';
import { ToldOnce } from './told-once.ts';

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
  /** Of the lines. */
  readonly sha256?: Sha256 | undefined;
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
  readonly #told: ToldOnce;
  /** Siblings of the candidate before that are judged alike. */
  #alike: AlikeEntries | undefined;
  /** Is what their entries refer to told? Perhaps every one of them is an exception. */
  #isTold = false;
  /** One of the siblings that were last found to be judged one by one. */
  #oneByOne: Candidate | undefined;

  constructor(matcher: Matcher, list: CandidateList, options: JudgeOptions) {
    this.#matcher = matcher;
    this.#list = list;
    this.#options = options;
    this.#told = new ToldOnce(matcher, list);
  }

  judge({ from, to }: Range): Judged {
    const { withLines } = this.#options;
    const tally = newTally();
    for (let place = from; place < to; place++) {
      if (this.#list instanceof TaxaTable) this.#judgeTaxon(this.#list, place, tally);
      else this.#judgeAlone(this.#list.at(place), tally);
    }
    const told = this.#told.take();
    if (!withLines) return { from, to, tally, ...told };
    const lines = this.#lines.take();
    return { from, to, lines, sha256: hashBytes(lines), tally, ...told };
  }

  /** As one of those that are judged alike, if it is. */
  #judgeTaxon(table: TaxaTable, place: number, tally: Tally): void {
    const row = table.data.order[place] as number;
    let facts: Candidate | undefined;
    if (this.#alike?.mayHave(row) !== true) {
      facts = table.at(place);
      this.#alike = this.#alikeTo(table, place, facts);
    }
    const alike = this.#alike;
    if (alike === undefined || !alike.mayHave(row) || !alike.includesLast()) {
      this.#judgeAlone(facts ?? table.at(place), tally);
      return;
    }
    if (!this.#isTold) this.#told.tell(table.parentOf(place), alike.judgements);
    this.#isTold = true;
    if (this.#options.withLines) alike.write(row, this.#lines);
    tallyPassing(tally, alike.judgements);
  }

  /**
   * Those that are judged like a taxon or the next. Each finding is shown, and a decision is for one
   * name: such entries are made one by one.
   */
  #alikeTo(table: TaxaTable, place: number, facts: Candidate): AlikeEntries | undefined {
    const { failsFrom, decisions } = this.#options;
    if (this.#oneByOne !== undefined && areSiblings(this.#oneByOne, facts)) return undefined;
    if (!table.isParentOfNext(place, facts.parent?.key)) return undefined;
    const alike = this.#matcher.alikeTo(facts);
    if (alike === undefined) return undefined;
    const isAlike =
      alike !== 'one by one' &&
      alike.judgements.every((judgement) => {
        const isOpen = judgement.doubts !== undefined && decisions.byDoubt.size > 0;
        return outcomeOf(judgement, failsFrom) === 'pass' && !isOpen;
      });
    if (!isAlike) {
      this.#oneByOne = facts;
      return undefined;
    }
    this.#isTold = false;
    const row = table.data.order[place] as number;
    return new AlikeEntries(table.data, row, factsOf(facts), alike);
  }

  #judgeAlone(facts: Candidate, tally: Tally): void {
    const { failsFrom, withLines, decisions } = this.#options;
    const found = this.#matcher.judge(facts, `${this.#list.where}, "${facts.id}"`);
    const judgements = found.judgements.map((judgement) => {
      return decided(facts.name, judgement, decisions);
    });
    const entry: CertificateEntry = {
      ...factsOf(facts),
      tried: found.tried,
      judgements,
      label: found.label,
    };
    this.#told.tell(facts.parent, judgements);
    tallyEntry(tally, entry, failsFrom);
    if (!withLines) return;
    this.#lines.next();
    this.#lines.text(this.#text.of(entry));
  }
}

/** Of one parent, rank and genus, as far as their names have two words. */
function areSiblings(a: Candidate, b: Candidate): boolean {
  return a.parent === b.parent && a.rank === b.rank && genusIn(a.name) === genusIn(b.name);
}

function genusIn(name: string): string {
  return name.slice(0, name.lastIndexOf(' ') + 1);
}

function factsOf(candidate: Candidate): CandidateFacts {
  const { id, name, rank, wnid, isTaxon, parent, synonyms, vernaculars } = candidate;
  return {
    id,
    name,
    rank,
    wnid,
    isTaxon: isTaxon || undefined,
    parent: parent?.key,
    synonyms,
    vernaculars,
  };
}
