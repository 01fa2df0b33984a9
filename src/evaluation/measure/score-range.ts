/** What is seen of scores without ranking them. */
export interface ScoreRangeFacts {
  readonly n: number;
  readonly lowest: number;
  readonly highest: number;
  /** How many have the lowest, and the highest. */
  readonly atLowest: number;
  readonly atHighest: number;
}

/** Follows the range of scores as they come by. */
export class ScoreRange {
  #facts: ScoreRangeFacts = noScores;

  add(scores: Float32Array): void {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      if (score < lowest) lowest = score;
      if (score > highest) highest = score;
    }
    let atLowest = 0;
    let atHighest = 0;
    for (let i = 0; i < scores.length; i++) {
      if (scores[i] === lowest) atLowest++;
      if (scores[i] === highest) atHighest++;
    }
    this.merge({ n: scores.length, lowest, highest, atLowest, atHighest });
  }

  merge(other: ScoreRangeFacts): void {
    const mine = this.#facts;
    const lowest = Math.min(mine.lowest, other.lowest);
    const highest = Math.max(mine.highest, other.highest);
    const at = (end: 'lowest' | 'highest', value: number, count: 'atLowest' | 'atHighest') =>
      (mine[end] === value ? mine[count] : 0) + (other[end] === value ? other[count] : 0);
    this.#facts = {
      n: mine.n + other.n,
      lowest,
      highest,
      atLowest: at('lowest', lowest, 'atLowest'),
      atHighest: at('highest', highest, 'atHighest'),
    };
  }

  facts(): ScoreRangeFacts {
    return this.#facts;
  }
}

const noScores: ScoreRangeFacts = {
  n: 0,
  lowest: Number.POSITIVE_INFINITY,
  highest: Number.NEGATIVE_INFINITY,
  atLowest: 0,
  atHighest: 0,
};
