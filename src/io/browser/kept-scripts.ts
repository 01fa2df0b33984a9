/** A script as a host sent it. */
export interface KeptScript {
  readonly contentType: string;
  readonly body: Buffer;
}

const mostBytes = 1 << 26;

/**
 * Scripts that pages ask for again and again, so that each is fetched once: with requests looked at
 * one by one, the browser does not use its own cache.
 */
export class KeptScripts {
  readonly #scripts = new Map<string, KeptScript>();
  #bytes = 0;

  get(url: string): KeptScript | undefined {
    return this.#scripts.get(url);
  }

  /** What would not fit any more is not kept. */
  add(url: string, script: KeptScript): void {
    if (this.#scripts.has(url) || this.#bytes + script.body.length > mostBytes) return;
    this.#bytes += script.body.length;
    this.#scripts.set(url, script);
  }
}
