import { hashBytes, toolkitName } from '../io/index.ts';
import { type ClassList, Lexicon, Matcher, type NounTables } from '../lexicon/index.ts';
import {
  type Certificate,
  type CertificateAncestor,
  type CertificateCover,
  compareText,
  type Sha256,
  type TaskRunner,
  type Tier,
  type Verdict,
} from '../records/index.ts';
import { type CandidateList, compareIds } from './candidates/candidate-list.ts';
import { TaxaTable } from './candidates/taxa-table.ts';
import type { Decisions } from './decisions.ts';
import {
  type JudgeContext,
  type Judged,
  type JudgeOptions,
  judgeRangeModule,
  type Range,
  RangeJudge,
} from './judge-range.ts';
import { nestedPairs } from './nested.ts';
import { addTally, newTally, type Tally } from './tally.ts';

export interface AuditInput {
  readonly nouns: NounTables;
  readonly wordnetSha256: Sha256;
  readonly lists: readonly ClassList[];
  readonly candidates: CandidateList;
  readonly failsFrom: Tier;
  readonly decisions: Decisions;
  /** Runs ranges of a large table on threads; without one, all is done in this thread. */
  readonly runTask?: TaskRunner | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /**
   * Takes the entries as they come, in the order of the candidates: lines of JSON in UTF-8, a comma
   * between. Without it none are written, which takes a third of the time less.
   * There may be a gigabyte of them, so they are handed out and not kept.
   */
  readonly onEntries?: ((lines: Uint8Array) => Promise<void>) | undefined;
}

/** A certificate without its entries. */
export interface Audit {
  readonly head: Omit<Certificate, 'candidates'>;
  readonly tally: Tally;
}

/** So many candidates are judged at a time; a few thousand are not worth a thread. */
const rangeSize = 1_024;

/**
 * Holds candidates against class lists. The same inputs give the same audit, whatever the number of
 * threads.
 *
 * @throws {InvalidInput} for a wnid, of a candidate or a class, that WordNet 3.0 does not have
 */
export async function audit(input: AuditInput): Promise<Audit> {
  const { candidates, lists, failsFrom, decisions, onProgress, onEntries } = input;
  const lexicon = new Lexicon(input.nouns);
  const covers: CertificateCover[] = [];
  const ancestors: CertificateAncestor[] = [];
  const tally = newTally();
  const digests: Sha256[] = [];
  for await (const part of inOrder(judgeAll(input, lexicon))) {
    if (part.lines !== undefined && part.sha256 !== undefined) {
      digests.push(part.sha256);
      await onEntries?.(part.lines);
    }
    addTally(tally, part.tally);
    covers.push(...part.covers);
    ancestors.push(...part.ancestors);
    onProgress?.(part.to, candidates.size);
  }
  return {
    head: {
      toolkit: toolkitName(),
      input: {
        format: candidates.format,
        columns: candidates.columns,
        sha256: candidates.sha256,
        candidates: candidates.size,
        leftOut: candidates.leftOut,
      },
      wordnet: { version: '3.0', sha256: input.wordnetSha256 },
      against: lists.map(({ name, title, sha256, members }) => {
        const classes = members === 'all-nouns' ? lexicon.size : members.length;
        return { name, title, sha256, classes };
      }),
      failsFrom,
      decisions: { sha256: decisions.sha256, used: tally.decisionsUsed },
      counts: tally.counts,
      nested: nestedPairs(lexicon, candidates),
      verdict: verdictOf(tally),
      entriesSha256: onEntries === undefined ? undefined : hashBytes(digests.join('\n')),
      covers: distinctCovers(covers),
      ancestors: distinctAncestors(ancestors),
    },
    tally,
  };
}

/** Ranges as they follow each other; threads finish them in whatever order. */
async function* inOrder(parts: AsyncIterable<Judged>): AsyncGenerator<Judged> {
  const early = new Map<number, Judged>();
  let next = 0;
  for await (const part of parts) {
    early.set(part.from, part);
    for (let ready = early.get(next); ready !== undefined; ready = early.get(next)) {
      early.delete(next);
      next = ready.to;
      yield ready;
    }
  }
}

async function* judgeAll(input: AuditInput, lexicon: Lexicon): AsyncGenerator<Judged> {
  const { candidates, nouns, lists, runTask } = input;
  const ranges: Range[] = [];
  for (let from = 0; from < candidates.size; from += rangeSize) {
    ranges.push({ from, to: Math.min(from + rangeSize, candidates.size) });
  }
  const options: JudgeOptions = {
    decisions: input.decisions,
    failsFrom: input.failsFrom,
    withLines: input.onEntries !== undefined,
  };
  if (candidates instanceof TaxaTable && ranges.length > 8 && runTask !== undefined) {
    const context: JudgeContext = { nouns, lists, taxa: candidates.data, options };
    const task = { module: judgeRangeModule, name: 'judgeRange', context };
    for await (const batch of runTask<Range, Judged>(task, ranges)) yield* batch;
    return;
  }
  const judge = new RangeJudge(new Matcher(lexicon, lists), candidates, options);
  for (const range of ranges) yield judge.judge(range);
}

function verdictOf({ fails, mislabelled, reviews }: Tally): Verdict {
  if (fails > 0 || mislabelled > 0) return 'fail';
  return reviews > 0 ? 'unknown' : 'pass';
}

function distinctCovers(covers: readonly CertificateCover[]): readonly CertificateCover[] {
  const byKey = new Map(covers.map((cover) => [`${cover.against} ${cover.key}`, cover]));
  return [...byKey.values()].sort(
    (a, b) => compareText(a.against, b.against) || compareIds(a.key, b.key),
  );
}

function distinctAncestors(
  ancestors: readonly CertificateAncestor[],
): readonly CertificateAncestor[] {
  const byKey = new Map(ancestors.map((ancestor) => [ancestor.key, ancestor]));
  return [...byKey.values()].sort((a, b) => compareIds(a.key, b.key));
}
