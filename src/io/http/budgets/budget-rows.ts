import type { DatabaseSync } from 'node:sqlite';
import { firstPart, partAt, type WindowName } from './windows.ts';

/** The statements on the tables of budgets, within whatever transaction is open. */
export function openBudgetRows(database: DatabaseSync) {
  const select = database.prepare(
    'SELECT part, requests, bytes FROM spent WHERE name = ? AND window = ? AND part >= ? ORDER BY part',
  );
  const add = database.prepare(`
    INSERT INTO spent (name, window, part, requests, bytes) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes
  `);
  const takeBack = database.prepare(
    'UPDATE spent SET bytes = max(0, bytes - ?) WHERE name = ? AND window = ? AND part = ?',
  );
  const forget = database.prepare('DELETE FROM spent WHERE window = ? AND part < ?');
  const drop = database.prepare(
    'DELETE FROM spent WHERE name = ? AND window = ? AND (part < ? OR part > ?)',
  );
  const times = database.prepare('SELECT lastMs, pausedUntilMs FROM hosts WHERE name = ?');
  const setTimes = database.prepare('INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)');
  const spent = (name: string, window: WindowName, from = -Number.MAX_SAFE_INTEGER) =>
    select.all(name, window, from).map(({ part, requests, bytes }) => ({
      part: Number(part),
      requests: Number(requests),
      bytes: Number(bytes),
    }));
  const addAt = (name: string, window: WindowName, part: number, amounts: Amounts) =>
    void add.run(name, window, part, amounts.requests, amounts.bytes);
  return {
    spent,
    add: addAt,
    takeBack: (name: string, window: WindowName, part: number, bytes: number) =>
      void takeBack.run(bytes, name, window, part),
    forget: (window: WindowName, part: number) => void forget.run(window, part),
    /** Drops what no longer counts; what lies ahead of the clock counts as of now. */
    settleClock(name: string, window: WindowName, now: number) {
      const part = partAt(window, now);
      const ahead = spent(name, window, part + 1);
      drop.run(name, window, firstPart(window, now), part);
      for (const amounts of ahead) addAt(name, window, part, amounts);
    },
    hostTimes: (name: string): HostTimes => {
      const { lastMs = 0, pausedUntilMs = 0 } = times.get(name) ?? {};
      return { lastMs: Number(lastMs), pausedUntilMs: Number(pausedUntilMs) };
    },
    setHostTimes: (name: string, { lastMs, pausedUntilMs }: HostTimes) =>
      void setTimes.run(name, lastMs, pausedUntilMs),
  };
}

export interface Amounts {
  readonly requests: number;
  readonly bytes: number;
}

export interface SpentRow extends Amounts {
  readonly part: number;
}

export interface HostTimes {
  /** When the last request went. */
  readonly lastMs: number;
  readonly pausedUntilMs: number;
}
