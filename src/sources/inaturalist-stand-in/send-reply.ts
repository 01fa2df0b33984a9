import type { ServerResponse } from 'node:http';
import type { FaultKind } from './faults.ts';
import { type StandInReply, textReply } from './route.ts';

/** What went over the wire: the status, 0 where there was none, and the bytes that were announced. */
export interface Sent {
  readonly status: number;
  readonly bytes: number;
}

/** Sends a reply as it is. */
export function sendReply(response: ServerResponse, { status, headers, body }: StandInReply): Sent {
  const isBare = status === 304;
  const length = isBare ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(isBare ? undefined : body);
  return { status, bytes: isBare ? 0 : body.length };
}

/**
 * Sends a reply as a fault has it.
 *
 * @param path of the request, where a loop leads back to
 * @param n which request this is, so that no two changes are the same
 */
export function sendFaulty(
  response: ServerResponse,
  reply: StandInReply,
  { fault, path, n }: { readonly fault: FaultKind; readonly path: string; readonly n: number },
): Sent {
  if (fault === 'reset') {
    response.socket?.resetAndDestroy();
    return { status: 0, bytes: 0 };
  }
  if (fault === 'half-body') return sendPart(response, reply, { more: 0, share: 0.5 });
  if (fault === 'wrong-length') return sendPart(response, reply, { more: 10, share: 1 });
  if (fault === 'web-page') return sendReply(response, sorryPage(200));
  if (fault === 'changed-etag') return sendReply(response, withOtherEtag(reply, n));
  if ('status' in fault) return sendReply(response, refusal(fault));
  if ('redirect' in fault) return sendReply(response, redirection(fault.redirect, path));
  return sendReply(response, reply);
}

/** Announces a length that does not come, then hangs up. */
function sendPart(
  response: ServerResponse,
  { status, headers, body }: StandInReply,
  { more, share }: { readonly more: number; readonly share: number },
): Sent {
  const bytes = body.length + more;
  response.writeHead(status, { ...headers, 'content-length': String(bytes), connection: 'close' });
  response.write(body.subarray(0, Math.ceil(share * body.length)), () => {
    response.socket?.destroySoon();
  });
  return { status, bytes };
}

function sorryPage(status: number): StandInReply {
  const page =
    '<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>Be right back</body></html>\n';
  return textReply(status, 'text/html; charset=utf-8', page);
}

function refusal(fault: { readonly status: number; readonly retryAfter?: string }): StandInReply {
  const { headers, ...rest } = sorryPage(fault.status);
  const { retryAfter } = fault;
  const after = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { ...rest, headers: { ...headers, ...after } };
}

function withOtherEtag(reply: StandInReply, n: number): StandInReply {
  return { ...reply, headers: { ...reply.headers, etag: `"changed-${n}"` } };
}

function redirection(to: 'loop' | 'private' | URL, path: string): StandInReply {
  const location = { loop: path, private: 'http://10.0.0.1/photo.jpg' };
  const target = typeof to === 'string' ? location[to] : to.href;
  return { status: 302, headers: { location: target }, body: new Uint8Array() };
}
