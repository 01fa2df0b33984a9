/** What came of asking for an address, where something final came. */
export type FetchResult = FetchedBytes | NotModified | Refused;

export interface FetchedBytes {
  readonly kind: 'fetched';
  readonly bytes: Uint8Array;
  readonly status: number;
  /** After redirects. */
  readonly url: string;
  readonly etag: string | undefined;
  /** As the server writes it. */
  readonly lastModified: string | undefined;
  readonly contentType: string | undefined;
  /** Of the body, in bytes, where only that was asked for. */
  readonly announced?: number | undefined;
}

/** The server says that what the caller has is what there is. */
export interface NotModified {
  readonly kind: 'not-modified';
  readonly url: string;
}

/** Asking again for the same address would not help. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** One sentence without a final period, with the figures. */
  readonly detail: string;
  /** The address that was asked last. */
  readonly url: string;
}

export type RefusalReason =
  /** 404, 410, 451, 401 or 403. */
  | 'not-found'
  | 'gone'
  | 'legal'
  | 'forbidden'
  /** Any other status that is neither success nor worth another attempt. */
  | `status-${number}`
  /** No http or https address, or one with a password, at the start or after a redirect. */
  | 'bad-url'
  /** The address given, or one redirected to, is not of the public internet. */
  | 'private-address'
  | 'redirect-private'
  /** To where it had been already, or more than five. */
  | 'redirect-loop'
  /** From https to http. */
  | 'redirect-insecure'
  /** More than the caller takes. */
  | 'too-large'
  /** Shorter than announced, at every attempt. */
  | 'truncated'
  /** Longer than announced. */
  | 'length-wrong'
  | 'empty'
  /** A web page in place of an image or JSON. */
  | 'html'
  /** Compressed, though that was not asked for. */
  | 'encoded'
  /** Not JSON, at every attempt. */
  | 'not-json'
  /** Not HTTP, at every attempt. */
  | 'malformed';

/** An attempt that came to nothing; the next may come further. */
export interface Failed {
  readonly kind: 'failed';
  /** "The server answers with status 503" */
  readonly what: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** Is the host to be left alone, not this address only? */
  readonly pausesHost: boolean;
  /** What to call it when no attempt is left; `undefined` where that is no answer but a failure. */
  readonly lastly: RefusalReason | undefined;
  /** Of the host that was asked last. */
  readonly host: string;
  /** What has come and may be continued. */
  readonly part: Part | undefined;
  readonly cause?: unknown;
}

/** The beginning of a body. */
export interface Part {
  readonly body: Uint8Array;
  /** Strong: the rest is only taken under the same. */
  readonly etag: string;
  /** That sent it. */
  readonly url: string;
  /** Of the whole; `undefined` where the server did not say. */
  readonly total: number | undefined;
}
