import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { userAgentOf } from '../../../src/io/index.ts';

const contacts: readonly string[] = [
  'name@example.org',
  'first.last+ood@lab.example.ac.uk',
  'https://example.org/who-we-are',
  'http://example.org',
  'mailto:name@example.org',
];

for (const contact of contacts) {
  test(`userAgentOf() names ${contact}`, (t) => {
    t.regex(userAgentOf(contact), /^oodforge\/\d+\.\d+\.\d+ \([^()]+\)$/);
    t.true(userAgentOf(contact).includes(`(${contact})`));
  });
}

const noContacts: readonly string[] = [
  '',
  ' ',
  'me',
  'name@localhost',
  'a@b@example.org',
  'name @example.org',
  'name@example.org\r\nx-other: y',
  'name@example.org)',
  'https://',
  'https://localhost/',
  'https://example.org/(a)',
  'ftp://example.org/',
  'mailto:nobody',
  `https://example.org/${'x'.repeat(200)}`,
];

for (const contact of noContacts) {
  test(`userAgentOf() refuses ${JSON.stringify(contact.slice(0, 40))}`, (t) => {
    t.throws(() => userAgentOf(contact), {
      instanceOf: InvalidInput,
      message: /^Not an e-mail address or URL ".*say --contact with yours\): the contact$/,
    });
  });
}
