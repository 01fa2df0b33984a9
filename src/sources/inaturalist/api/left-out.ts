/** Records of the API that could not be used, by reason; what the recipe does not ask for is none. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** The first of them: which, and what is wrong. */
  readonly example: string;
}

export type LeftOutReason =
  | 'count-unreadable'
  | 'taxon-unreadable'
  | 'taxon-missing'
  | 'observation-unreadable'
  | 'observation-missing'
  | 'observation-elsewhere';

/** Counts what is left out and keeps an example of each reason. */
export class LeftOutList {
  readonly #entries = new Map<LeftOutReason, LeftOut>();

  add(reason: LeftOutReason, example: string): void {
    const { count, example: first } = this.#entries.get(reason) ?? { count: 0, example };
    this.#entries.set(reason, { reason, count: count + 1, example: first });
  }

  get all(): readonly LeftOut[] {
    return [...this.#entries.values()];
  }
}
