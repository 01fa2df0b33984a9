import { RemoteFailure } from '../../errors.ts';
import { type AddressGuard, AddressNotPublic } from './address-guard.ts';
import { type Agents, ask, type HttpReply } from './ask.ts';
import { hostOf, type Reservation } from './budgets/index.ts';
import type { Clock } from './clock.ts';
import type { Expected, FetchOptions } from './fetch-options.ts';
import type { Failed, FetchedBytes, FetchResult, Part } from './fetch-result.ts';
import type { HostGate } from './host-gate.ts';
import { judgeReply, type Readable } from './judge-reply.ts';
import { codeOf, isParserCode, type Pace, receiveBody } from './receive-body.ts';
import { locationOf, nextHop, notPublic } from './redirect.ts';

/** What attempts get from who fetches. */
export interface AttemptWorld {
  readonly userAgent: string;
  readonly gate: HostGate;
  readonly guard: AddressGuard;
  readonly agents: Agents;
  readonly clock: Clock;
  readonly idleMs: number;
  readonly pace: Pace;
}

export interface AttemptOptions extends FetchOptions {
  readonly expects: Expected;
  /** Is the body not wanted, only what is said of it? */
  readonly isHead?: boolean | undefined;
  /** To be continued. */
  readonly part: Part | undefined;
}

/** Asks once, goes where redirects lead, and reads what is there. */
export async function attempt(
  url: string,
  options: AttemptOptions,
  world: AttemptWorld,
): Promise<FetchResult | Failed> {
  const trail: URL[] = [];
  for (let location = url; ; ) {
    const next = nextHop(location, trail, world.guard);
    if (!(next instanceof URL)) return next;
    const answer = await hop(next, trail, { ...options, ...world });
    if (answer.kind !== 'redirect') return answer;
    trail.push(next);
    location = answer.location;
  }
}

interface Redirect {
  readonly kind: 'redirect';
  readonly location: string;
}

type HopOptions = AttemptOptions & AttemptWorld;

const usualBytes = 1_000_000;

async function hop(
  url: URL,
  trail: readonly URL[],
  options: HopOptions,
): Promise<FetchResult | Failed | Redirect> {
  const { mostBytes, signal, onWait, gate } = options;
  const bytes = Math.min(mostBytes, options.expectedBytes ?? usualBytes);
  return gate.pass(hostOf(url), { bytes, signal, onWait }, async (reservation) => {
    try {
      return await askAt(url, reservation, options);
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      const cause = causesOf(error).find((link) => link instanceof AddressNotPublic);
      if (cause !== undefined) return notPublic(cause.message, trail, url.href);
      return noReply(error, url, options.part);
    }
  });
}

async function askAt(
  url: URL,
  reservation: Reservation,
  options: HopOptions,
): Promise<FetchResult | Failed | Redirect> {
  const { agents, clock, guard, idleMs, isHead, known, part, signal } = options;
  const reply = await ask(url.href, {
    ...{ headers: headersOf(options), agents, idleMs, signal },
    method: isHead === true ? 'HEAD' : 'GET',
    lookup: guard.lookupFor(url),
  });
  try {
    const location = locationOf(reply);
    if (location !== undefined) return { kind: 'redirect', location };
    const isConditional = part === undefined && known !== undefined;
    const context = { ...options, host: hostOf(url), isConditional, now: clock.now() };
    const judged = judgeReply(reply, context);
    if (judged.kind !== 'readable') return judged;
    if (isHead === true) return headOf(reply, judged);
    return await receiveBody(reply, judged, { ...context, reservation, clock: clock.now });
  } finally {
    reply.close();
  }
}

/** What is said of a body that does not come. */
function headOf(reply: HttpReply, { announced }: Readable): FetchedBytes {
  return {
    kind: 'fetched',
    bytes: new Uint8Array(),
    status: reply.status,
    url: reply.url,
    etag: reply.header('etag'),
    lastModified: reply.header('last-modified'),
    contentType: reply.header('content-type'),
    announced,
  };
}

function headersOf({ accept, known, part, userAgent }: HopOptions): Record<string, string> {
  const common = { 'user-agent': userAgent, ...(accept === undefined ? {} : { accept }) };
  if (part !== undefined) {
    return { ...common, range: `bytes=${part.body.length}-`, 'if-range': part.etag };
  }
  const { etag, lastModified } = known ?? {};
  return {
    ...common,
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

function noReply(error: RemoteFailure, url: URL, part: Part | undefined): Failed {
  const isMalformed = isParserCode(codeOf(error));
  return {
    kind: 'failed',
    what: error.message.slice(0, error.message.lastIndexOf(': ')),
    retryable: error.retryable || isMalformed,
    retryAfterMs: undefined,
    pausesHost: false,
    lastly: isMalformed ? 'malformed' : undefined,
    host: hostOf(url),
    part,
    cause: error,
  };
}

function causesOf(error: Error): readonly unknown[] {
  const causes: unknown[] = [];
  for (let link: unknown = error; link instanceof Error && causes.length < 5; link = link.cause) {
    causes.push(link);
  }
  return causes;
}
