import { InvalidInput } from '../../errors.ts';
import { toolkitName } from '../toolkit.ts';

/**
 * "oodforge/0.1.0 (name@example.org)": who asks, and whom to write to.
 *
 * @param contact an e-mail address, or the URL of a page that tells how to reach who runs this
 * @throws {InvalidInput} when it is neither; there is no contact to fall back to
 */
export function userAgentOf(contact: string): string {
  const isContact = contact.length <= mostCharacters && (isEmail(contact) || isPage(contact));
  if (!isContact) {
    throw new InvalidInput(
      `Not an e-mail address or URL ${JSON.stringify(contact.slice(0, mostCharacters))} (servers want to know whom to write to: say --contact with yours): the contact`,
    );
  }
  return `${toolkitName().replace(' ', '/')} (${contact})`;
}

const mostCharacters = 200;

function isEmail(text: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(text);
}

/** Visible ASCII without what ends a comment of a header (RFC 9110, section 5.6.5). */
function isPage(text: string): boolean {
  if (!/^(https?:\/\/|mailto:)[\x21-\x7e]+$/.test(text) || /[()\\]/.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  return protocol === 'mailto:' ? isEmail(pathname) : /.\../.test(hostname);
}
