import { toolkitName } from '../toolkit.ts';
import { ask, type HttpReply, type Pointer } from './ask.ts';

/** Asks a server for `url` and returns as soon as its headers are there. Nothing is retried. */
export type HttpGet = (url: string, options?: HttpOptions) => Promise<HttpReply>;

export interface HttpOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole reply, body included; without end where `undefined`. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * For pinned files, whose addresses a person wrote and whose bytes are checked: no budget, no guard
 * of addresses. Whatever data names is asked for by a {@link Fetcher}.
 *
 * @param idleMs how long a server may be silent
 * @returns a call that throws {@link RemoteFailure} where there is no reply or its body breaks off
 */
export function openHttp({ idleMs = 30_000 }: { readonly idleMs?: number } = {}): HttpGet {
  const userAgent = toolkitName().replace(' ', '/');
  return (url, { headers = {}, timeoutMs, signal } = {}) =>
    ask(url, {
      headers: { 'user-agent': userAgent, ...headers },
      follow: staysEncrypted(url),
      idleMs,
      timeoutMs,
      signal,
    });
}

/**
 * Whether to follow each redirect of a call in turn: not from https to http, wherever it started,
 * and not to what is no address.
 */
export function staysEncrypted(start: string): (reply: Pointer) => boolean {
  let isEncrypted = start.startsWith('https:');
  return (reply) => {
    const { location } = reply.headers;
    if (location === undefined || !URL.canParse(location, reply.url)) return false;
    const { protocol } = new URL(location, reply.url);
    if (isEncrypted && protocol !== 'https:') return false;
    isEncrypted ||= protocol === 'https:';
    return true;
  };
}
