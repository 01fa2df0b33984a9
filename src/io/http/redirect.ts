import type { AddressGuard } from './address-guard.ts';
import type { HttpReply } from './ask.ts';
import type { RefusalReason, Refused } from './fetch-result.ts';

const mostRedirects = 5;

/** Where a reply points; `undefined` where it does not. */
export function locationOf(reply: HttpReply): string | undefined {
  return [301, 302, 303, 307, 308].includes(reply.status) ? reply.header('location') : undefined;
}

/**
 * The address to go to next, or why not there.
 *
 * @param trail the addresses asked so far; empty for the first
 */
export function nextHop(
  location: string,
  trail: readonly URL[],
  guard: AddressGuard,
): URL | Refused {
  const from = trail.at(-1);
  const at = from?.href ?? location;
  const url = URL.parse(location, from?.href);
  if (url === null) return refused('bad-url', `Not an address "${short(location)}"`, at);
  url.hash = '';
  if (!['http:', 'https:'].includes(url.protocol) || url.username + url.password !== '') {
    return refused('bad-url', `Not a plain http or https address "${short(url.href)}"`, at);
  }
  const target = `a redirect to ${short(url.href)}`;
  if (trail.some(({ protocol }) => protocol === 'https:') && url.protocol !== 'https:') {
    return refused('redirect-insecure', `From https to http by ${target}`, at);
  }
  if (trail.some(({ href }) => href === url.href)) {
    return refused('redirect-loop', `A loop of ${trail.length} redirects, closed by ${target}`, at);
  }
  if (trail.length > mostRedirects) {
    return refused('redirect-loop', `More than ${mostRedirects} redirects, ended by ${target}`, at);
  }
  const literal = guard.refusedLiteral(url);
  return literal === undefined ? url : notPublic(`The address ${literal} is not public`, trail, at);
}

/** A refusal to go to an address that is not public. */
export function notPublic(detail: string, trail: readonly URL[], url: string): Refused {
  return refused(trail.length === 0 ? 'private-address' : 'redirect-private', detail, url);
}

export function refused(reason: RefusalReason, detail: string, url: string): Refused {
  return { kind: 'refused', reason, detail, url };
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
