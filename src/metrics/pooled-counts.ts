import { InvalidInput } from '../errors.ts';
import type { Protocol } from '../records/index.ts';
import { type CounterMemory, KeyCounts } from './key-counts.ts';
import { measureRanking, type SampleMeasures } from './measure.ts';
import type { Ranking } from './ranking.ts';
import type { SplitSample } from './split-sample.ts';

const usualMostBytes = 1.5 * 2 ** 30;

/**
 * All pixels of many images as one sample, exactly: how often each float32 score came among anomalies
 * and among the others. Tables of shards are merged in any order, to the same numbers as one table.
 */
export class PooledCounts {
  /** What became of void pixels; tables of two policies are not merged. */
  readonly void: Protocol['void'];
  readonly anomalies: KeyCounts;
  readonly others: KeyCounts;

  /** @param mostBytes for counters; a page of one kind takes 64 to 256 KiB */
  constructor(policy: Protocol['void'], mostBytes = usualMostBytes) {
    const memory: CounterMemory = { mostBytes, bytes: 0 };
    this.void = policy;
    this.anomalies = new KeyCounts(memory);
    this.others = new KeyCounts(memory);
  }

  /**
   * Adds an image; its keys must be those of float32 scores, which mean the same in every image.
   *
   * @throws {InvalidInput} when the scores take more different values than the memory holds
   */
  add({ anomalies, others }: SplitSample): void {
    this.anomalies.addAll(anomalies);
    this.others.addAll(others);
  }

  /** @throws {InvalidInput} when the other table counts void pixels otherwise, or as `add` */
  merge(other: PooledCounts): void {
    if (other.void !== this.void) {
      throw new InvalidInput(
        `Void pixels are ${this.void} here and ${other.void} there: not merged`,
      );
    }
    other.each('upwards', (key, anomalies, others) => {
      if (anomalies > 0) this.anomalies.add(key, anomalies);
      if (others > 0) this.others.add(key, others);
    });
  }

  /** Tells every key that came, in their order. */
  each(direction: 'upwards' | 'downwards', visit: VisitKey): void {
    const anomalies = new Float64Array(2 ** 16);
    const others = new Float64Array(2 ** 16);
    const last = 2 ** 16 - 1;
    for (let i = 0; i <= last; i++) {
      const upper = direction === 'upwards' ? i : last - i;
      if (!this.anomalies.hasPage(upper) && !this.others.hasPage(upper)) continue;
      this.anomalies.copyPage(upper, anomalies);
      this.others.copyPage(upper, others);
      for (let k = 0; k <= last; k++) {
        const lower = direction === 'upwards' ? k : last - k;
        const here = anomalies[lower] as number;
        const tied = others[lower] as number;
        if (here + tied > 0) visit(upper * 2 ** 16 + lower, here, tied);
      }
    }
  }
}

export type VisitKey = (key: number, anomalies: number, others: number) => void;

/**
 * Measures all that was added.
 *
 * @throws {InvalidInput} when the protocol counts void pixels otherwise than the table
 */
export function measureCounts(counts: PooledCounts, protocol: Protocol): SampleMeasures {
  if (counts.void !== protocol.void) {
    throw new InvalidInput(
      `Void pixels were ${counts.void} in these counts: protocol ${protocol.name} has them ${protocol.void}`,
    );
  }
  const anomalies = counts.anomalies.total;
  return measureRanking(rankCounts(counts, protocol.positive), { anomalies, protocol });
}

function rankCounts(counts: PooledCounts, positive: Protocol['positive']): Ranking {
  const isFlipped = positive === 'in-distribution';
  const [positives, negatives] = isFlipped
    ? [counts.others.total, counts.anomalies.total]
    : [counts.anomalies.total, counts.others.total];
  return {
    positives,
    negatives,
    walk(visit) {
      let between = 0;
      counts.each(isFlipped ? 'upwards' : 'downwards', (_, anomalies, others) => {
        const [here, tied] = isFlipped ? [others, anomalies] : [anomalies, others];
        if (here === 0) between += tied;
        else {
          visit(here, tied, between);
          between = 0;
        }
      });
    },
  };
}
