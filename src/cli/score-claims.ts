import { InvalidInput } from '../errors.ts';
import {
  drawScoreLedger,
  type NamedEvaluation,
  readEvaluations,
  type ScoreEntry,
} from '../evaluation/index.ts';
import { manifestNames, readManifest } from '../io/index.ts';
import { parseClaims, type ScoreTable, type Verdict, worstOf } from '../records/index.ts';
import { scoreLedgerText } from '../report/index.ts';
import type { Outcome } from './command.ts';

/**
 * Holds published scores against evaluations: one table, or all of which they measure a cell.
 *
 * @throws {InvalidInput} when no such table is known, or they measure no cell of any
 */
export async function claimScores(
  files: readonly string[],
  name: string | undefined,
): Promise<Outcome> {
  const evaluations = await readEvaluations(files);
  const ledgers =
    name === undefined
      ? await ledgersOf(evaluations)
      : [ledgerOf(await readScoreTable(name), evaluations)];
  return {
    verdict: worstOf(
      ledgers.flatMap(({ ledger }) => ledger.map(({ status }) => verdictOf(status))),
    ),
    text: ledgers.map(({ table, ledger }) => scoreLedgerText(table, ledger)).join('\n'),
    json: { tables: ledgers.map(({ table, ledger }) => ({ table: table.table, ledger })) },
  };
}

/** @throws {InvalidInput} when there is none, naming those that there are */
export async function readScoreTable(name: string): Promise<ScoreTable> {
  const { content, where } = await readManifest('claims', name, parseClaims);
  if ('table' in content) return content;
  const known = (await scoreTables()).map(({ table }) => table).join(', ');
  throw new InvalidInput(`No table of scores (known: ${known}): ${where}`);
}

async function scoreTables(): Promise<readonly ScoreTable[]> {
  const tables: ScoreTable[] = [];
  for (const name of manifestNames('claims')) {
    const { content } = await readManifest('claims', name, parseClaims);
    if ('table' in content) tables.push(content);
  }
  return tables;
}

interface Ledger {
  readonly table: ScoreTable;
  readonly ledger: readonly ScoreEntry[];
}

function ledgerOf(table: ScoreTable, evaluations: readonly NamedEvaluation[]): Ledger {
  return { table, ledger: drawScoreLedger(table, evaluations) };
}

async function ledgersOf(evaluations: readonly NamedEvaluation[]): Promise<readonly Ledger[]> {
  const tables = await scoreTables();
  const ledgers = tables
    .map((table) => ledgerOf(table, evaluations))
    .filter(({ ledger }) => ledger.some(({ from }) => from.length > 0));
  if (ledgers.length > 0) return ledgers;
  const models = evaluations.map(({ result }) => result.model.name).join(', ');
  const known = tables.map(({ table }) => table).join(', ');
  throw new InvalidInput(
    `No table has a cell that these evaluations of ${models} measure: say --table with one of ${known}`,
  );
}

function verdictOf(status: ScoreEntry['status']): Verdict {
  if (status === 'reproduced') return 'pass';
  return status === 'differs' ? 'fail' : 'unknown';
}
