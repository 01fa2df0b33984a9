/** What was found out lately: a map that begins anew when it is full. For pure functions only. */
export class Memo<K, V> {
  readonly #most: number;
  readonly #found = new Map<K, V>();

  constructor(most = 4_000) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#found.get(key);
  }

  has(key: K): boolean {
    return this.#found.has(key);
  }

  set(key: K, value: V): void {
    if (this.#found.size >= this.#most) this.#found.clear();
    this.#found.set(key, value);
  }
}
