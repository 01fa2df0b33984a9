/** A row's nearest so far, by bounds of squared distances. Rows are offered in ascending order. */
export class Candidates {
  /** Below or at this lower bound one may still be among the nearest of each row. */
  readonly limits: Float64Array;
  readonly #keep: number;
  readonly #room: number;
  readonly #counts: Uint32Array;
  readonly #others: Uint32Array;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #measure: Measure;

  /**
   * @param rows how many rows look for neighbours
   * @param keep how many neighbours each is to have
   * @param measure the squared distance itself, in the units of the bounds
   */
  constructor(rows: number, keep: number, measure: Measure) {
    this.#keep = keep;
    this.#room = keep + Math.max(64, keep >> 1);
    this.#measure = measure;
    this.limits = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
    this.#counts = new Uint32Array(rows);
    this.#others = new Uint32Array(rows * this.#room);
    this.#lows = new Float64Array(rows * this.#room);
    this.#highs = new Float64Array(rows * this.#room);
  }

  add(row: number, other: number, low: number, high: number): void {
    const count = this.#counts[row] as number;
    const at = row * this.#room + count;
    this.#others[at] = other;
    this.#lows[at] = low;
    this.#highs[at] = high;
    this.#counts[row] = count + 1;
    if (count + 1 === this.#room) this.#makeRoom(row);
  }

  /**
   * The nearest of a row, measured, the nearest first; of equally near ones the one of the lower
   * number.
   */
  nearestOf(row: number): readonly Measured[] {
    this.#drop(row);
    return this.#measured(row);
  }

  #makeRoom(row: number): void {
    this.#drop(row);
    const count = this.#counts[row] as number;
    if (count <= this.#room - (this.#room - this.#keep) / 2) return;
    // Bounds tell too many apart no longer, such as copies of one image.
    const nearest = this.#measured(row);
    for (const [i, { other, distance }] of nearest.entries()) {
      const at = row * this.#room + i;
      this.#others[at] = other;
      this.#lows[at] = distance;
      this.#highs[at] = distance;
    }
    this.#counts[row] = nearest.length;
    const last = nearest.at(-1)?.distance as number;
    // Whoever comes has a higher number: of those at distance 0 it is behind all.
    this.limits[row] = last === 0 ? Number.NEGATIVE_INFINITY : last;
  }

  /** Leaves out those of whom the bounds say that others are nearer. */
  #drop(row: number): void {
    const start = row * this.#room;
    const end = start + (this.#counts[row] as number);
    const limit = this.#highs.slice(start, end).sort()[this.#keep - 1] as number;
    let to = start;
    for (let at = start; at < end; at++) {
      if ((this.#lows[at] as number) > limit) continue;
      this.#others[to] = this.#others[at] as number;
      this.#lows[to] = this.#lows[at] as number;
      this.#highs[to] = this.#highs[at] as number;
      to++;
    }
    this.#counts[row] = to - start;
    if (this.limits[row] !== Number.NEGATIVE_INFINITY) this.limits[row] = limit;
  }

  #measured(row: number): readonly Measured[] {
    const found: Measured[] = [];
    const start = row * this.#room;
    for (let at = start; at < start + (this.#counts[row] as number); at++) {
      const other = this.#others[at] as number;
      const low = this.#lows[at] as number;
      const isMeasured = low === this.#highs[at];
      found.push({ other, distance: isMeasured ? low : this.#measure(row, other) });
    }
    return found.sort((a, b) => a.distance - b.distance || a.other - b.other).slice(0, this.#keep);
  }
}

/** One row and its squared distance. */
export interface Measured {
  readonly other: number;
  readonly distance: number;
}

type Measure = (row: number, other: number) => number;
