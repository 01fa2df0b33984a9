import type { PlainResponse, Request, RequestError } from 'got';
import { RemoteFailure } from '../errors.ts';
import { toolkitName } from './toolkit.ts';

/** Asks a server for `url` and returns as soon as its headers are there. Nothing is retried. */
export type HttpGet = (url: string, options?: HttpOptions) => Promise<HttpReply>;

export interface HttpOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole reply, body included; without end where `undefined`. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a server answers, whatever its status. */
export interface HttpReply {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  header(name: string): string | undefined;
  /** As sent: no encoding is asked for, none is undone. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Hangs up, where the body is not read to its end. */
  close(): void;
}

const mostRedirects = 5;

/**
 * @param idleMs how long a server may be silent
 * @returns a call that throws {@link RemoteFailure} where there is no reply or its body breaks off
 */
export function openHttp({ idleMs = 30_000 }: { readonly idleMs?: number } = {}): HttpGet {
  const userAgent = toolkitName().replace(' ', '/');
  return async (url, { headers = {}, timeoutMs, signal } = {}) => {
    signal?.throwIfAborted();
    // Loaded when it is first needed: most commands never ask a server.
    const { default: got, RequestError } = await import('got');
    const stream = got.stream(url, {
      headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...headers },
      decompress: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      maxRedirects: mostRedirects,
      followRedirect: staysEncrypted(url),
      timeout: {
        lookup: idleMs,
        connect: idleMs,
        secureConnect: idleMs,
        socket: idleMs,
        response: idleMs,
        ...(timeoutMs === undefined ? {} : { request: timeoutMs }),
      },
      signal,
    });
    const explain = (error: unknown) => {
      if (signal?.aborted === true) return signal.reason;
      return error instanceof RequestError ? asRemoteFailure(error, url) : error;
    };
    // The iterator below throws what is thrown here; unheard it would end the process.
    stream.on('error', () => {});
    const response = await responseOf(stream).catch((error: unknown) => {
      throw explain(error);
    });
    return {
      url: response.url,
      status: response.statusCode,
      header: (name) => [response.headers[name]].flat()[0],
      body: bodyOf(stream, explain),
      close: () => void stream.destroy(),
    };
  };
}

/**
 * Whether to follow each redirect of a call in turn: not from https to http, wherever it started,
 * and not to what is no address.
 */
export function staysEncrypted(
  start: string,
): (response: Pick<PlainResponse, 'headers' | 'url'>) => boolean {
  let isEncrypted = start.startsWith('https:');
  return (response) => {
    const { location } = response.headers;
    if (location === undefined || !URL.canParse(location, response.url)) return false;
    const { protocol } = new URL(location, response.url);
    if (isEncrypted && protocol !== 'https:') return false;
    isEncrypted ||= protocol === 'https:';
    return true;
  };
}

function responseOf(stream: Request): Promise<PlainResponse> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
}

async function* bodyOf(
  stream: Request,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw explain(error);
  }
}

/** A name that does not exist, a certificate that is wrong: asking again does not mend those. */
const passingCodes: readonly string[] = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  'ERR_READING_RESPONSE_STREAM',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
];

function asRemoteFailure(error: RequestError, url: string): RemoteFailure {
  const retryable = passingCodes.includes(error.code);
  return new RemoteFailure(`${sentenceFor(error)} (${error.code}): ${url}`, {
    url,
    retryable,
    cause: error,
  });
}

function sentenceFor({ code, message }: RequestError): string {
  if (code === 'ERR_TOO_MANY_REDIRECTS') return `More than ${mostRedirects} redirects`;
  if (code === 'ETIMEDOUT') return 'The server is too slow';
  if (passingCodes.includes(code)) return `The connection fails, ${message}`;
  return `No reply, ${message}`;
}
