import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { openBudgets } from '../../../../src/io/index.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { sharedHost, sharedPlan } from '../../../support/spend-budgets.ts';
import { mostInAny } from '../../../support/windows.ts';

const script = fileURLToPath(new URL('../../../support/spend-budgets.ts', import.meta.url));

/** A process that spends when it is told to; tells when its requests were counted. */
function spender(path: string, startMs: number, most: number) {
  const child = spawn(process.execPath, [script, path, String(startMs), String(most)]);
  child.stdin.on('error', () => {});
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const lines: string[] = [];
  const heard = new EventEmitter();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    heard.emit('line');
  });
  const hears = async (n: number) => {
    while (lines.length < n && child.exitCode === null) await once(heard, 'line');
  };
  const ended = once(child, 'close').then(([code]) => ({
    code,
    errors,
    times: lines.slice(1).map(Number),
  }));
  return { child, ended, isReady: hears(1), isSpending: hears(2) };
}

const minute = 60_000;

test('openBudgets() keeps every window of several processes that begin at once', async (t) => {
  const path = join(temporaryFolder(t), 'budgets.sqlite');
  const startMs = Date.now();
  const spenders = [1, 2, 3, 4].map(() => spender(path, startMs, 50));
  await Promise.all(spenders.map(({ isReady }) => isReady));
  for (const { child } of spenders) child.stdin.write('go\n');
  const ends = await Promise.all(spenders.map(({ ended }) => ended));
  for (const { code, errors } of ends) t.is(code, 0, errors);
  const times = ends.flatMap((end) => end.times).sort((a, b) => a - b);
  t.is(times.length, 200);
  t.true(mostInAny(minute, times) <= 30);
  t.true(times.slice(1).every((time, i) => time - (times[i] as number) >= 100));
});

test('openBudgets() goes on when a process that spends is killed, and forgets nothing', async (t) => {
  const path = join(temporaryFolder(t), 'budgets.sqlite');
  const startMs = Date.now();
  const survivor = spender(path, startMs, 1_000_000);
  survivor.child.stdin.write('go\n');
  await survivor.isSpending;
  const counted: number[] = [];
  for (let round = 0; round < 4; round++) {
    const victim = spender(path, startMs, 1_000_000);
    victim.child.stdin.write('go\n');
    await victim.isSpending;
    victim.child.kill('SIGKILL');
    counted.push(...(await victim.ended).times);
  }
  survivor.child.stdin.end();
  const { code, errors, times } = await survivor.ended;
  t.is(code, 0, errors);
  const all = [...times, ...counted].sort((a, b) => a - b);
  t.true(mostInAny(minute, all) <= 30);
  const budgets = openBudgets(path, { plan: sharedPlan, now: () => startMs });
  t.teardown(() => budgets.close());
  t.is(budgets.reserve(sharedHost, 0).kind, 'wait');
});
