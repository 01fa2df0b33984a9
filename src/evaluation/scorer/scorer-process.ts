import { packError } from '../../engine/index.ts';
import type { ScorerMessage, ScoringOrder } from './messages.ts';
import { scoreShards } from './score-shards.ts';

// The process that holds a session: it scores the shards of its one order and ends. When whoever
// started it is gone, nobody waits for the scores.
process.on('disconnect', () => process.exit());
process.once('message', (order: ScoringOrder) => void carryOut(order));

async function carryOut(order: ScoringOrder): Promise<void> {
  try {
    await scoreShards(order, say);
    const { user, system } = process.cpuUsage();
    await told({ kind: 'done', cpuMs: (user + system) / 1000 });
  } catch (error) {
    await told({ kind: 'failed', error: packError(error) });
  }
  process.disconnect();
}

function say(message: ScorerMessage): void {
  process.send?.(message);
}

function told(message: ScorerMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
