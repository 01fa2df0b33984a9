import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { RemoteFailure } from '../../errors.ts';
import type { PinnedSource } from '../../records/index.ts';
import { refFile } from '../files.ts';
import { type HttpGet, type HttpReply, retryAfterMs } from '../http/index.ts';
import { contentText, differenceText } from './find-pinned.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What a download gets from the world. */
export interface DownloadOptions {
  readonly get: HttpGet;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** @param bytes of the file that are here */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/**
 * Downloads a pinned file to `part`, going on behind the bytes that are there already; returns when
 * the disk has it and its digest is the pinned one. Bytes that turn out wrong are thrown away.
 *
 * @throws {RemoteFailure} when the server does not answer with the file, or with other bytes
 */
export async function download(
  source: PinnedSource,
  part: string,
  options: DownloadOptions,
): Promise<void> {
  for (let round = 1; ; round++) {
    const received = await receiveStubbornly(source, part, options);
    const { bytes, sha256 } = await refFile(dirname(part), basename(part));
    if (!received.isTooLong && sha256 === source.sha256) return;
    await rm(part);
    // What an earlier call left may have been wrong: the whole file gets one chance.
    if (received.isContinued && round === 1) continue;
    const size = received.isTooLong ? `more than ${source.bytes} bytes` : undefined;
    const found = size ?? contentText({ bytes, sha256 });
    const type = received.mediaType === undefined ? '' : ` of ${received.mediaType}`;
    throw new RemoteFailure(`${differenceText(source, found + type)}: ${source.url}`, {
      url: source.url,
      retryable: false,
    });
  }
}

interface Received {
  /** Do the first bytes come from an earlier reply? */
  readonly isContinued: boolean;
  /** Does the server have more than was pinned? The rest was not read. */
  readonly isTooLong: boolean;
  readonly mediaType: string | undefined;
}

const mostAttempts = 5;

/** Tries again where that may help: what has come so far is kept. */
async function receiveStubbornly(
  source: PinnedSource,
  part: string,
  options: DownloadOptions,
): Promise<Received> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await receive(source, part, options);
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      const delayMs = retryDelayMs(error, attempt);
      if (delayMs === undefined || attempt === mostAttempts) throw error;
      await options.sleep(delayMs);
      options.signal?.throwIfAborted();
    }
  }
}

/** A server that sends less than a thousand bytes a second, beyond a minute, is given up. */
const slowestBytesPerMs = 1;
const patienceMs = 60_000;

async function receive(
  source: PinnedSource,
  part: string,
  options: DownloadOptions,
): Promise<Received> {
  const { bytes, url } = source;
  const here = await sizeOf(part);
  if (here === bytes) return { isContinued: true, isTooLong: false, mediaType: undefined };
  if (here > bytes) await rm(part);
  const start = here > bytes ? 0 : here;
  const reply = await options.get(url, {
    headers: start > 0 ? { range: `bytes=${start}-` } : {},
    timeoutMs: patienceMs + bytes / slowestBytesPerMs,
    signal: options.signal,
  });
  try {
    if (start > 0 && !isRest(reply, start) && [206, 416].includes(reply.status)) {
      await rm(part);
      return await receive(source, part, options);
    }
    if (reply.status !== 200 && !isRest(reply, start)) throw refusal(reply, url, options.now());
    const from = reply.status === 206 ? start : 0;
    const isTooLong = await append(reply, part, { from, most: bytes, ...options });
    return { isContinued: from > 0, isTooLong, mediaType: reply.header('content-type') };
  } finally {
    reply.close();
  }
}

/** Is this the file from `start` on? Servers may send another range than was asked for. */
function isRest(reply: HttpReply, start: number): boolean {
  const isFromStart = reply.header('content-range')?.startsWith(`bytes ${start}-`) === true;
  return reply.status === 206 && start > 0 && isFromStart;
}

function refusal(reply: HttpReply, url: string, now: number): RemoteFailure {
  const { status } = reply;
  const location = reply.header('location');
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  const what = isRedirect ? `redirects to ${location}` : `answers with status ${status}`;
  const retryable = status === 429 || status >= 500;
  const waitMs = retryable ? retryAfterMs(reply.header('retry-after'), now) : undefined;
  const wait = waitMs === undefined ? '' : ` and asks to wait ${Math.ceil(waitMs / 1000)} s`;
  return new RemoteFailure(`The server ${what}${wait}: ${url}`, {
    url,
    retryable,
    retryAfterMs: waitMs,
  });
}

/** Writes the body behind the first `from` bytes; true where the whole would be above `most`. */
async function append(
  reply: HttpReply,
  part: string,
  { from, most, onProgress }: { from: number; most: number } & Pick<DownloadOptions, 'onProgress'>,
): Promise<boolean> {
  const file = await open(part, from > 0 ? 'a' : 'w');
  try {
    let bytes = from;
    if (from + Number(reply.header('content-length') ?? 0) > most) return true;
    for await (const chunk of reply.body) {
      bytes += chunk.length;
      if (bytes > most) return true;
      await file.writeFile(chunk);
      onProgress?.(bytes);
    }
    await file.sync();
    return false;
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return stats?.size ?? 0;
}
