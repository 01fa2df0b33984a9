import { createHash } from 'node:crypto';
import { asSha256, type Sha256 } from '../../records/index.ts';

/**
 * A label map as runs of equal values, the form in which we read, count and compare masks.
 *
 * `runs[i] = start << 8 | value`: from column `start` of its row on, pixels hold `value`. Rows
 * follow each other from the top; a run with start 0 opens the next row; runs are maximal, so equal
 * label maps have equal runs.
 */
export interface LabelRuns {
  readonly width: number;
  readonly height: number;
  readonly runs: Uint32Array;
}

/** Pixels by value: 256 counts that add up to width x height. */
export function countValues({ width, runs }: LabelRuns): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] as number;
    const next = i + 1 < runs.length ? (runs[i + 1] as number) >>> 8 : 0;
    const end = next === 0 ? width : next;
    counts[run & 255] = (counts[run & 255] as number) + end - (run >>> 8);
  }
  return counts;
}

/**
 * Digest of a label map, independent of the file that stored it: SHA-256 over width and height as
 * little-endian uint32, then the runs as little-endian uint32.
 */
export function hashLabels({ width, height, runs }: LabelRuns): Sha256 {
  const hash = createHash('sha256').update(new Uint32Array([width, height]));
  return asSha256(hash.update(runs).digest('hex'));
}

/** The pixels of a label map, row by row from the top. */
export function expandRuns({ width, height, runs }: LabelRuns): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let row = -width;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] as number;
    if (run >>> 8 === 0) row += width;
    const next = i + 1 < runs.length ? (runs[i + 1] as number) >>> 8 : 0;
    pixels.fill(run & 255, row + (run >>> 8), row + (next === 0 ? width : next));
  }
  return pixels;
}

/** The runs of pixels that lie row by row from the top. */
export function runsOf(pixels: Uint8Array, width: number, height: number): LabelRuns {
  const writer = new RunWriter();
  for (let y = 0; y < height; y++) {
    let last = -1;
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] as number;
      if (value !== last) writer.push(x, value);
      last = value;
    }
  }
  return { width, height, runs: writer.finish() };
}

/** Replaces every value by `table[value]`; runs that become equal neighbours are joined. */
export function mapValues(labels: LabelRuns, table: Uint8Array): LabelRuns {
  const writer = new RunWriter();
  let last = -1;
  for (const run of labels.runs) {
    const start = run >>> 8;
    const value = table[run & 255] as number;
    if (start === 0 || value !== last) writer.push(start, value);
    last = value;
  }
  return { ...labels, runs: writer.finish() };
}

/** Collects runs in a buffer that grows by doubling. */
export class RunWriter {
  #runs = new Uint32Array(16_384);
  #length = 0;

  push(start: number, value: number): void {
    this.#makeRoom(1);
    this.#runs[this.#length++] = (start << 8) | value;
  }

  pushRow(starts: Int32Array, values: Uint8Array, count: number): void {
    this.#makeRoom(count);
    const runs = this.#runs;
    const at = this.#length;
    for (let i = 0; i < count; i++)
      runs[at + i] = ((starts[i] as number) << 8) | (values[i] as number);
    this.#length = at + count;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#runs.length) return;
    const larger = new Uint32Array(Math.max(this.#runs.length * 2, this.#length + count));
    larger.set(this.#runs);
    this.#runs = larger;
  }

  finish(): Uint32Array {
    return this.#runs.slice(0, this.#length);
  }
}
