import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * What a long piece of work has finished so far, one JSON value a key, on disk.
 *
 * Entries are written in transactions, so a kill leaves each batch whole or absent. The identity
 * says what the work is (inputs, settings, version): a journal of other work is thrown away.
 */
export interface Journal {
  /** False when an earlier journal was of other work, or there was none. */
  readonly isContinued: boolean;
  get(table: string, key: string): unknown;
  /** Writes a batch; an entry of the same key is replaced. */
  put(table: string, entries: Iterable<readonly [key: string, value: unknown]>): void;
  /** Every entry, by key in binary order. Entries may not be written meanwhile. */
  entries(table: string): Generator<readonly [key: string, value: unknown]>;
  count(table: string): number;
  close(): void;
}

/** Opens the journal at `path`, for the work that `identity` describes. */
export function openJournal(path: string, identity: unknown): Journal {
  const wanted = JSON.stringify(identity);
  let database = openDatabase(path);
  const found = readIdentity(database);
  if (found !== wanted) {
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    database = openDatabase(path);
    database.prepare('INSERT INTO identity (text) VALUES (?)').run(wanted);
  }
  return journalOn(database, found === wanted);
}

/**
 * Write-ahead logging without checkpoints: a commit appends to the log and waits for no disk, so
 * whoever journals is never held up. After a power cut the last batches may be missing, never torn.
 */
function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = wal;
    PRAGMA synchronous = normal;
    PRAGMA wal_autocheckpoint = 0;
    CREATE TABLE IF NOT EXISTS identity (text TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS entries (
      area TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (area, key)
    ) WITHOUT ROWID;
  `);
  return database;
}

function readIdentity(database: DatabaseSync): string | undefined {
  return database.prepare('SELECT text FROM identity').get()?.text as string | undefined;
}

function journalOn(database: DatabaseSync, isContinued: boolean): Journal {
  const select = database.prepare('SELECT value FROM entries WHERE area = ? AND key = ?');
  const insert = database.prepare(
    'INSERT OR REPLACE INTO entries (area, key, value) VALUES (?, ?, ?)',
  );
  return {
    isContinued,
    get(table, key) {
      const row = select.get(table, key);
      return row === undefined ? undefined : JSON.parse(row.value as string);
    },
    put(table, entries) {
      database.exec('BEGIN');
      for (const [key, value] of entries) insert.run(table, key, JSON.stringify(value));
      database.exec('COMMIT');
    },
    *entries(table) {
      const all = database.prepare('SELECT key, value FROM entries WHERE area = ? ORDER BY key');
      for (const row of all.iterate(table)) {
        yield [row.key as string, JSON.parse(row.value as string)];
      }
    },
    count(table) {
      const row = database.prepare('SELECT count(*) AS n FROM entries WHERE area = ?').get(table);
      return Number(row?.n);
    },
    close() {
      database.exec('PRAGMA synchronous = off');
      database.close();
    },
  };
}
