import { printableText } from '../../../records/index.ts';

/** Rows of one file that are not used, or not for everything, for one reason. */
export interface LeftOut {
  /** `taxa.csv` and so on, without a folder. */
  readonly file: string;
  /** Machine-readable: `wrong-field-count`, `photo-without-observation`, `licence-unknown`. */
  readonly reason: string;
  readonly count: number;
  /** One such row, or the id that stands in it; printable, cut at 200 characters. */
  readonly example: string;
}

/** Counts rows by file and reason, and keeps of each reason the example that sorts first. */
export class LeftOutCounts {
  readonly #counts = new Map<string, LeftOut>();

  add(file: string, reason: string, { count = 1, example }: LeftOutRows): void {
    const key = `${file} ${reason}`;
    const known = this.#counts.get(key);
    const text = printableText(example).replaceAll('\r', '\\r').slice(0, 200);
    this.#counts.set(key, {
      file,
      reason,
      count: (known?.count ?? 0) + count,
      example: known !== undefined && known.example < text ? known.example : text,
    });
  }

  /** By file, then reason. */
  list(): readonly LeftOut[] {
    return [...this.#counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

interface LeftOutRows {
  readonly count?: number;
  readonly example: string;
}
