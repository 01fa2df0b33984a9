import { hostOf } from './budgets/index.ts';
import type { Failed, FetchedBytes } from './fetch-result.ts';

export interface FetchedJson extends Omit<FetchedBytes, 'bytes'> {
  readonly value: unknown;
  /** Of the body. */
  readonly size: number;
}

/** Reads a body as UTF-8 and JSON; services are known to cut it short now and then. */
export function readJson({ bytes, ...rest }: FetchedBytes): FetchedJson | Failed {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ...rest, value: JSON.parse(text), size: bytes.length };
  } catch (cause) {
    return {
      kind: 'failed',
      what: `The server answers with ${bytes.length} bytes that are not JSON`,
      retryable: true,
      retryAfterMs: undefined,
      pausesHost: false,
      lastly: 'not-json',
      host: hostOf(new URL(rest.url)),
      part: undefined,
      cause,
    };
  }
}
