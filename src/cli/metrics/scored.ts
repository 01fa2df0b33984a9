import type { Sample } from '../../metrics/index.ts';

/** Scores and labels as they were read, with what tells images apart. */
export type Scored = ScoredRecords | ScoredStack;

/** One list of records, in memory. */
export interface ScoredRecords {
  readonly kind: 'records';
  readonly sample: Sample;
  /** The image of each record, by number from 0 up; `undefined` where nothing says it. */
  readonly images: Groups | undefined;
  /** What is drawn together by the bootstrap; `undefined` where nothing says it. */
  readonly clusters: Groups | undefined;
  readonly where: string;
}

/** Images of one size, read one by one. */
export interface ScoredStack {
  readonly kind: 'stack';
  readonly images: number;
  readonly pixels: number;
  /** Each image's pixels, in order; keys of the scores are comparable between images. */
  each(): AsyncGenerator<StackImage>;
  readonly where: string;
}

export interface StackImage {
  readonly keys: Uint32Array;
  readonly labels: Uint8Array;
  readonly where: string;
}

export interface Groups {
  readonly of: Uint32Array;
  readonly count: number;
}

/** Numbers groups in the order in which they first come. */
export function groupsOf(names: Iterable<string | number>): Groups {
  const numbers = new Map<string | number, number>();
  const of: number[] = [];
  for (const name of names) {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    of.push(number);
  }
  return { of: Uint32Array.from(of), count: numbers.size };
}
