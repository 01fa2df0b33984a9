import test from 'ava';
import fc from 'fast-check';
import { isPublicAddress } from '../../../src/io/index.ts';

/** Independent of the code under test: ranges as plain numbers, from the registries' tables. */
const special4: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
];

function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function isSpecial4(number: number): boolean {
  return special4.some(([first, last]) => numberOf(first) <= number && number <= numberOf(last));
}

const mapped = (number: number) =>
  `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;

test('isPublicAddress() knows every edge of the special blocks of IPv4', (t) => {
  for (const [first, last] of special4) {
    for (const number of [
      numberOf(first) - 1,
      numberOf(first),
      numberOf(last),
      numberOf(last) + 1,
    ]) {
      if (number < 0 || number > 0xffffffff) continue;
      t.is(isPublicAddress(addressOf(number)), !isSpecial4(number), addressOf(number));
    }
  }
});

test('isPublicAddress() judges any IPv4 address, plain, mapped and behind NAT64', (t) => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), (number) => {
      t.is(isPublicAddress(addressOf(number)), !isSpecial4(number));
      t.is(isPublicAddress(`64:ff9b::${mapped(number)}`), !isSpecial4(number));
      t.false(isPublicAddress(`::ffff:${mapped(number)}`));
      t.false(isPublicAddress(`::ffff:${addressOf(number)}`));
      t.false(isPublicAddress(`::${addressOf(number)}`));
      t.false(isPublicAddress(`2002:${mapped(number)}::1`));
    }),
  );
});

const group = fc.nat(0xffff).map((bits) => bits.toString(16));

test('isPublicAddress() refuses all of IPv6 but global unicast', (t) => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
      const address = [first.toString(16), ...rest].join(':');
      const second = Number.parseInt(rest[0] as string, 16);
      const isGlobal = first >= 0x2000 && first <= 0x3fff && first !== 0x2002;
      const isDocumentation = (first === 0x2001 && second === 0xdb8) || first === 0x3fff;
      const isAssigned = first === 0x2001 && second < 0x200;
      // 3fff::/20 is documentation only in its first sixteenth.
      if (first === 0x3fff && second >= 0x1000) return;
      t.is(isPublicAddress(address), isGlobal && !isDocumentation && !isAssigned, address);
    }),
  );
});

const notPublic: readonly string[] = [
  '::',
  '::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700::1%eth0',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '64:ff9b:1::1',
  '64:ff9b::',
  '0:0:0:0:0:ffff:7f00:1',
  'localhost',
  '',
  '2130706433',
  '127.1',
  '1.2.3',
  ' 8.8.8.8',
];

for (const address of notPublic) {
  test(`isPublicAddress() is false of "${address}"`, (t) => t.false(isPublicAddress(address)));
}

for (const address of [
  '8.8.8.8',
  '52.216.0.1',
  '2606:4700::1111',
  '2600:1f18::1',
  '2001:4860::8888',
]) {
  test(`isPublicAddress() is true of ${address}`, (t) => t.true(isPublicAddress(address)));
}
