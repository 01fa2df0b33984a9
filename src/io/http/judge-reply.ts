import type { HttpReply } from './ask.ts';
import type { Expected } from './fetch-options.ts';
import type { Failed, NotModified, Part, Refused } from './fetch-result.ts';
import { refused } from './redirect.ts';
import { retryAfterMs } from './retry-after.ts';

/** Read the body, behind what is there or from its start. */
export interface Readable {
  readonly kind: 'readable';
  readonly continues: Part | undefined;
  /** Bytes of this body, as announced. */
  readonly announced: number | undefined;
}

export interface ReplyContext {
  readonly host: string;
  /** What was asked to be continued. */
  readonly part: Part | undefined;
  readonly isConditional: boolean;
  readonly mostBytes: number;
  readonly expects: Expected;
  readonly now: number;
}

/** What to make of a reply that is no redirect, before its body is read. */
export function judgeReply(
  reply: HttpReply,
  context: ReplyContext,
): Readable | NotModified | Refused | Failed {
  const { status, url } = reply;
  const { part, isConditional } = context;
  if (status === 304 && isConditional) return { kind: 'not-modified', url };
  if (part !== undefined && status === 416) {
    return failed(context, 'The server denies the rest of what it began', {});
  }
  if (status === 429 || status === 408 || status >= 500) return busy(reply, context);
  const isRest = status === 206 && part !== undefined;
  if (status === 204 || status === 205) return refused('empty', `Status ${status}`, url);
  if (status !== 200 && !isRest) return refusalOf(status, url);
  const wrong = isRest ? wrongRest(reply, part) : undefined;
  if (wrong !== undefined) return failed(context, wrong, {});
  return bodyRefusal(reply, context) ?? readable(reply, isRest ? part : undefined, context);
}

/** A failure after which everything begins anew. */
function failed(
  { host }: ReplyContext,
  what: string,
  { retryAfterMs, pausesHost = false }: { retryAfterMs?: number | undefined; pausesHost?: boolean },
): Failed {
  const rest = { retryable: true, lastly: undefined, part: undefined } as const;
  return { kind: 'failed', what, host, pausesHost, retryAfterMs, ...rest };
}

/** What has come is kept. */
function busy(reply: HttpReply, context: ReplyContext): Failed {
  const asked = retryAfterMs(reply.header('retry-after'), context.now);
  const wait = asked === undefined ? '' : ` and asks to wait ${Math.ceil(asked / 1000)} s`;
  const what = `The server answers with status ${reply.status}${wait}`;
  const pausesHost = reply.status === 429;
  return { ...failed(context, what, { retryAfterMs: asked, pausesHost }), part: context.part };
}

const reasons = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  451: 'legal',
} as const;

function refusalOf(status: number, url: string): Refused {
  const reason = reasons[status as keyof typeof reasons] ?? (`status-${status}` as const);
  return refused(reason, `The server answers with status ${status}`, url);
}

/** Servers may send another range than was asked for, or the range of another file. */
function wrongRest(reply: HttpReply, part: Part): string | undefined {
  const header = reply.header('content-range') ?? 'none';
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header) ?? [];
  const isRest = Number(start) === part.body.length && Number(end) >= part.body.length;
  const isWhole = total === '*' || Number(total) === Number(end) + 1;
  const isSameTotal = total === '*' || part.total === undefined || Number(total) === part.total;
  if (!isRest || !isWhole || !isSameTotal) {
    return `The server sends the range "${header}" for bytes ${part.body.length} and on`;
  }
  const etag = reply.header('etag');
  if (etag !== part.etag) return `The file changed meanwhile, from ${part.etag} to ${etag}`;
  return reply.url === part.url ? undefined : `The rest comes from elsewhere, ${reply.url}`;
}

function bodyRefusal(reply: HttpReply, { expects }: ReplyContext): Refused | undefined {
  const encoding = reply.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    return refused('encoded', `Content-Encoding is ${encoding}`, reply.url);
  }
  const type = reply.header('content-type') ?? '';
  if (expects !== 'anything' && /^(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    return refused('html', `A web page (${type})`, reply.url);
  }
  return undefined;
}

function readable(
  reply: HttpReply,
  part: Part | undefined,
  { mostBytes }: ReplyContext,
): Readable | Refused {
  const length = reply.header('content-length');
  const announced = length === undefined ? undefined : Number(length);
  const before = part?.body.length ?? 0;
  const whole = before + (announced ?? 0);
  if (whole > mostBytes) {
    return refused('too-large', `${whole} bytes announced, ${mostBytes} allowed`, reply.url);
  }
  if (part?.total !== undefined && whole > part.total) {
    const detail = `${whole} bytes announced of a file of ${part.total}`;
    return refused('length-wrong', detail, reply.url);
  }
  return { kind: 'readable', continues: part, announced };
}
