import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type BudgetPlan, openBudgets } from '../../src/io/index.ts';

/** A budget that several processes spend at the same time. */
export const sharedPlan: BudgetPlan = {
  named: [],
  others: {
    requests: { minute: 30 },
    bytes: { minute: 3_000 },
    atOnce: 1,
    spacingMs: 100,
  },
};

export const sharedHost = 'example.org:443';

/** Six hundred times as fast as the machine's, the same in every process. */
function fastClock(startMs: number): () => number {
  return () => startMs + (Date.now() - startMs) * fastness;
}

const fastness = 600;

/**
 * Once told to begin, by a line: reserves, charges and settles until it has done so `most` times or
 * its input ends. Writes "ready", then the time of each request, to stdout.
 */
async function spend(path: string, startMs: number, most: number): Promise<void> {
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  let isEnded = false;
  process.stdin.on('end', () => {
    isEnded = true;
  });
  const budgets = openBudgets(path, { plan: sharedPlan, now: fastClock(startMs) });
  for (let spent = 0; spent < most && !isEnded; ) {
    const answer = budgets.reserve(sharedHost, 120);
    if (answer.kind === 'reserved') {
      process.stdout.write(`${answer.atMs}\n`);
      answer.charge(100);
      answer.settle();
      spent++;
    } else await setTimeout(Math.min(5, answer.ms / fastness));
  }
  budgets.close();
  process.stdin.destroy();
}

const [, script, path, startMs, most] = process.argv;
if (script === import.meta.filename && path !== undefined) {
  await spend(path, Number(startMs), Number(most));
}
