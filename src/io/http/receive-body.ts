import { RemoteFailure } from '../../errors.ts';
import type { HttpReply } from './ask.ts';
import type { Reservation } from './budgets/index.ts';
import type { Failed, FetchedBytes, Part, Refused } from './fetch-result.ts';
import { openGrowingBytes } from './growing-bytes.ts';
import type { Readable, ReplyContext } from './judge-reply.ts';
import { refused } from './redirect.ts';

/** How slow a body may come. */
export interface Pace {
  /** Over each stretch of the patience; slower bodies are cut. */
  readonly leastBytesPerSecond: number;
  readonly patienceMs: number;
}

export interface ReceiveOptions extends ReplyContext {
  readonly pace: Pace;
  readonly clock: () => number;
  readonly reservation: Reservation;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a body to its end, within the bounds; what broke off can be continued. */
export async function receiveBody(
  reply: HttpReply,
  { continues, announced }: Readable,
  options: ReceiveOptions,
): Promise<FetchedBytes | Refused | Failed> {
  const body = openGrowingBytes(continues?.body);
  let bytes = continues?.body.length ?? 0;
  const total = continues?.total ?? (announced === undefined ? undefined : bytes + announced);
  const isTooSlow = slownessOf(options);
  if (announced !== undefined) options.reservation.expect(announced);
  const broken = (what: string, rest: Pick<Failed, 'lastly' | 'cause'>): Failed => ({
    ...{ kind: 'failed', what, retryable: true, retryAfterMs: undefined, pausesHost: false },
    ...{ host: options.host, part: partOf(reply, body.whole(), total), ...rest },
  });
  try {
    for await (const chunk of reply.body) {
      options.reservation.charge(chunk.length);
      bytes += chunk.length;
      const excess = excessOf(bytes, total, options.mostBytes);
      if (excess !== undefined) return refused(...excess, reply.url);
      body.append(chunk);
      if (isTooSlow(chunk.length)) {
        return broken(`The body comes too slowly, ${bytes} bytes so far`, { lastly: undefined });
      }
    }
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    if (isBeyondEnd(error, bytes, total)) return beyondEnd(bytes, reply.url);
    const lastly = codeOf(error) === 'ETIMEDOUT' ? undefined : 'truncated';
    const of = total === undefined ? '' : ` of ${total}`;
    return broken(`The body breaks off after ${bytes} bytes${of}`, { lastly, cause: error });
  }
  if (total !== undefined && bytes < total) {
    return broken(`The body ends after ${bytes} bytes of ${total}`, { lastly: 'truncated' });
  }
  return fetchedOf(reply, body.whole(), options);
}

function excessOf(
  bytes: number,
  total: number | undefined,
  mostBytes: number,
): readonly ['too-large' | 'length-wrong', string] | undefined {
  if (bytes > mostBytes) return ['too-large', `More than ${mostBytes} bytes`];
  if (total === undefined || bytes <= total) return undefined;
  return ['length-wrong', `More than the ${total} bytes announced`];
}

/** Node's parser ends a body where it was announced to end, and then stumbles over what follows. */
function isBeyondEnd(error: RemoteFailure, bytes: number, total: number | undefined): boolean {
  return total !== undefined && bytes <= total && isParserCode(codeOf(error));
}

function beyondEnd(bytes: number, url: string): Refused {
  return refused('length-wrong', `More than announced follows ${bytes} bytes`, url);
}

export function codeOf(error: RemoteFailure): string {
  return String((error.cause as { code?: unknown } | undefined)?.code);
}

/** What Node's parser says of bytes that are not HTTP. */
export function isParserCode(code: string): boolean {
  return code.startsWith('HPE_');
}

/** Without a strong ETag nobody can tell whether the rest would be of the same file. */
function partOf(reply: HttpReply, body: Uint8Array, total: number | undefined): Part | undefined {
  const etag = reply.header('etag');
  if (body.length === 0 || etag === undefined || !/^"[\x21\x23-\x7e]*"$/.test(etag))
    return undefined;
  return { body, total, etag, url: reply.url };
}

/** Checks as bytes come; a server that sends none at all meets the idle timeout. */
function slownessOf({ clock, pace }: ReceiveOptions): (bytes: number) => boolean {
  let startMs = clock();
  let received = 0;
  return (bytes) => {
    received += bytes;
    const passedMs = clock() - startMs;
    if (passedMs < pace.patienceMs) return false;
    if (received < (passedMs / 1000) * pace.leastBytesPerSecond) return true;
    startMs += passedMs;
    received = 0;
    return false;
  };
}

function fetchedOf(
  reply: HttpReply,
  bytes: Buffer,
  { expects }: ReceiveOptions,
): FetchedBytes | Refused {
  if (bytes.length === 0) return refused('empty', 'No bytes', reply.url);
  if (expects !== 'anything' && isWebPage(bytes)) {
    return refused('html', 'A web page, whatever its media type', reply.url);
  }
  return {
    kind: 'fetched',
    bytes,
    // A continued body began with status 200.
    status: 200,
    url: reply.url,
    etag: reply.header('etag'),
    lastModified: reply.header('last-modified'),
    contentType: reply.header('content-type'),
  };
}

function isWebPage(bytes: Buffer): boolean {
  return /^(\uFEFF)?\s*<(!doctype\s+html|html|head|body)\b/i.test(bytes.toString('utf8', 0, 512));
}
