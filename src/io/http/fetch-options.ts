import type { Wait } from './budgets/index.ts';

/** What a caller takes: with `image` and `json`, a web page is refused. */
export type Expected = 'image' | 'json' | 'anything';

export interface FetchOptions {
  /** Of the body; what is larger is refused, as soon as that is known. */
  readonly mostBytes: number;
  /** To hold of the budget until the server says how many; a megabyte unless given. */
  readonly expectedBytes?: number | undefined;
  /** Media types that are asked for, as the Accept header. */
  readonly accept?: string | undefined;
  /** What the caller has: a reply then may be `not-modified`. */
  readonly known?: Known | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait, whatever it is for. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** Both as an earlier reply had them. */
export interface Known {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}
