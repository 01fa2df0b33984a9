import { DatabaseSync } from 'node:sqlite';
import { Busy, InvalidInput, OodforgeError } from '../../../errors.ts';
import { asStorageFailure } from '../../storage-errors.ts';
import { type Amounts, type HostTimes, openBudgetRows, type SpentRow } from './budget-rows.ts';
import { firstPart, partAt, type WindowName, windowNames, windows } from './windows.ts';

/** What budgets have counted, on disk: rows, and no judgement. All times are milliseconds. */
export interface BudgetStore {
  /**
   * Runs `work` while no other process reads or writes. The clock is read inside, so that times
   * never go back from one process to the next; should the clock itself have been set back, what
   * lies ahead of it counts as of now.
   *
   * @throws {Busy} when another process keeps the store for seconds
   */
  transact<T>(name: string, work: (now: number) => T): T;
  spent(name: string, window: WindowName): readonly SpentRow[];
  /** Counts in the part of `atMs` of every window. */
  add(name: string, atMs: number, amounts: Amounts): void;
  /** Takes bytes back from where {@link add} has put them, where they still count. */
  takeBack(name: string, atMs: number, bytes: number): void;
  hostTimes(name: string): HostTimes;
  setHostTimes(name: string, times: HostTimes): void;
  close(): void;
}

const patienceMs = 5_000;

/** @throws {InvalidInput} when the file at `path` is something else */
export function openBudgetStore(path: string, clock: () => number): BudgetStore {
  const database = guarded(path, () => openDatabase(path));
  const rows = openBudgetRows(database);
  guarded(path, () => {
    for (const window of windowNames) rows.forget(window, firstPart(window, clock()));
  });
  return {
    transact: (name, work) =>
      guarded(path, () =>
        inTransaction(database, () => {
          const now = clock();
          for (const window of windowNames) rows.settleClock(name, window, now);
          return work(now);
        }),
      ),
    spent: rows.spent,
    add(name, atMs, amounts) {
      for (const window of windowNames) rows.add(name, window, partAt(window, atMs), amounts);
    },
    takeBack(name, atMs, bytes) {
      for (const window of windowNames) rows.takeBack(name, window, partAt(window, atMs), bytes);
    },
    hostTimes: rows.hostTimes,
    setHostTimes: rows.setHostTimes,
    close: () => database.close(),
  };
}

const version = 1;

/** A kill loses nothing that was counted, a power cut perhaps the last seconds. */
function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    versionOf(database, path);
    logAhead(database);
    database.exec('PRAGMA synchronous = normal');
    inTransaction(database, () => {
      if (versionOf(database, path) === version) return;
      database.exec(`
        CREATE TABLE spent (
          name TEXT NOT NULL, window TEXT NOT NULL, part INTEGER NOT NULL,
          requests INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (name, window, part)
        ) WITHOUT ROWID;
        CREATE TABLE hosts (
          name TEXT NOT NULL PRIMARY KEY, lastMs REAL NOT NULL, pausedUntilMs REAL NOT NULL
        ) WITHOUT ROWID;
        PRAGMA user_version = ${version};
      `);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** 0 of a new file. One statement, since another process may make the tables meanwhile. */
function versionOf(database: DatabaseSync, path: string): number {
  const { found, tables } =
    database
      .prepare(`
    SELECT (SELECT user_version FROM pragma_user_version) AS found,
      (SELECT count(*) FROM sqlite_schema) AS tables
  `)
      .get() ?? {};
  if (found !== version && (found !== 0 || tables !== 0)) throw notAStore(path);
  return Number(found);
}

/**
 * Write-ahead logging, so that readers and a writer do not wait for each other. Of several processes
 * that switch a new file at once, SQLite turns some away without waiting: they wait here.
 */
function logAhead(database: DatabaseSync): void {
  for (let tries = 1; ; tries++) {
    try {
      database.exec('PRAGMA journal_mode = wal');
      return;
    } catch (error) {
      if (resultCodeOf(error) !== sqlite.busy || tries === mostTries) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patienceMs / mostTries);
    }
  }
}

const mostTries = 250;

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const sqlite = { busy: 5, damaged: 11, otherFile: 26 } as const;

/** Runs `work`, and lets no raw error of the database out of it. */
function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OodforgeError) throw error;
    const code = resultCodeOf(error);
    if (code === sqlite.busy) {
      throw new Busy(`Another process keeps the budgets for itself: ${path}`, { cause: error });
    }
    if (code === sqlite.damaged || code === sqlite.otherFile) throw notAStore(path, error);
    throw asStorageFailure(error, path);
  }
}

/** Without its extension. */
function resultCodeOf(error: unknown): number {
  return Number((error as { errcode?: unknown } | undefined)?.errcode) & 0xff;
}

function notAStore(path: string, cause?: unknown): InvalidInput {
  return new InvalidInput(
    `Not the budgets of downloads, or damaged (move it away, and download nothing for a day): ${path}`,
    { cause },
  );
}

/** A pause never lasts longer, however far the clock was set back. */
export const longestPauseMs = windows.day;
