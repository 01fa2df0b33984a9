import test from 'ava';
import { openAddressGuard } from '../../../src/io/http/address-guard.ts';
import { nextHop } from '../../../src/io/http/redirect.ts';

const guard = openAddressGuard({ allowedHosts: [] });
const urls = (...hrefs: readonly string[]) => hrefs.map((href) => new URL(href));

test('nextHop() is refused, redirect-insecure, once it has been at https', (t) => {
  const toPlain = nextHop('http://b.example/x', urls('https://a.example/'), guard);
  t.like(toPlain, { reason: 'redirect-insecure', url: 'https://a.example/' });
  const trail = urls('http://a.example/', 'https://a.example/');
  t.like(nextHop('http://c.example/', trail, guard), { reason: 'redirect-insecure' });
  const toHttps = nextHop('//c.example/y', trail, guard);
  t.is(toHttps instanceof URL ? toHttps.href : undefined, 'https://c.example/y');
});

test('nextHop() reads an address in any letters before it judges it', (t) => {
  t.like(nextHop('http://１２７.0.0.1/', [], guard), { reason: 'private-address' });
  t.like(nextHop('http://①②⑦。0。0。1/', urls('http://a.example'), guard), {
    reason: 'redirect-private',
    url: 'http://a.example/',
  });
});
