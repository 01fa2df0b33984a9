import type { Agent as PlainAgent } from 'node:http';
import type { Agent as EncryptedAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { PlainResponse, Request, RequestError } from 'got';
import { RemoteFailure } from '../../errors.ts';

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

export interface AskOptions {
  /** `HEAD`: what GET would answer, without the body. */
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  /** How long a server may be silent. */
  readonly idleMs: number;
  /** For the whole reply, body included; without end where `undefined`. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether to go where a reply points; without it, such replies are returned as they are. */
  readonly follow?: ((reply: Pointer) => boolean) | undefined;
  /** Finds the addresses of a name, of the first host as of those that a redirect leads to. */
  readonly lookup?: LookupFunction | undefined;
  readonly agents?: Agents | undefined;
}

/** A reply that may point elsewhere. */
export type Pointer = Pick<PlainResponse, 'headers' | 'url'>;

/** Who keeps connections for later. */
export interface Agents {
  readonly http: PlainAgent;
  readonly https: EncryptedAgent;
}

const mostRedirects = 5;

/**
 * Asks a server for `url` once and returns as soon as its headers are there.
 *
 * @throws {RemoteFailure} where there is no reply, or its body breaks off
 */
export async function ask(url: string, options: AskOptions): Promise<HttpReply> {
  const { signal } = options;
  signal?.throwIfAborted();
  // Loaded when it is first needed: most commands never ask a server.
  const { default: got, RequestError } = await import('got');
  const stream = got.stream(url, gotOptions(options));
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
}

function gotOptions({ method = 'GET', headers, idleMs, ...options }: AskOptions) {
  const { timeoutMs, signal, follow, lookup, agents } = options;
  return {
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    decompress: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
    maxRedirects: mostRedirects,
    followRedirect: follow ?? false,
    ...(lookup === undefined ? {} : { dnsLookup: lookup }),
    ...(agents === undefined ? {} : { agent: { ...agents } }),
    timeout: {
      lookup: idleMs,
      connect: idleMs,
      secureConnect: idleMs,
      socket: idleMs,
      response: idleMs,
      ...(timeoutMs === undefined ? {} : { request: timeoutMs }),
    },
    signal,
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
