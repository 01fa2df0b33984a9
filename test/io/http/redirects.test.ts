import test from 'ava';
import { RemoteFailure } from '../../../src/errors.ts';
import { fetchStage, rawServer } from '../../support/fetcher.ts';
import { lyingServer } from '../../support/lying-server.ts';
import { someBytes } from '../../support/pinned.ts';

const bytes = someBytes(1_000);
const limits = { mostBytes: 1_000_000, expects: 'image' } as const;

test('fetchBytes() goes where redirects lead, five times, and counts each hop', async (t) => {
  const stage = await fetchStage(t, (request, response) => {
    const n = Number(/\d+$/.exec(request.url ?? '') ?? 0);
    if (n === 5) response.writeHead(200).end(bytes);
    else response.writeHead([301, 302, 303, 307, 308][n] ?? 301, { location: `/${n + 1}` }).end();
  });
  const origin = `http://${stage.host}`;
  t.like(await stage.fetcher.fetchBytes(`${origin}/0`, limits), {
    kind: 'fetched',
    url: `${origin}/5`,
  });
  t.is(stage.budgets.spent(stage.host).day.requests, 6);
  t.is(stage.fetcher.usage.total.requests, 6);
});

test('fetchBytes() counts a hop in the budget of the host that it leads to', async (t) => {
  const other = await lyingServer(t, (_, response) => response.writeHead(200).end(bytes));
  const second = new URL(other.origin).host;
  const { fetch, host, budgets } = await fetchStage(
    t,
    (_, response) => response.writeHead(302, { location: `${other.origin}/x` }).end(),
    { allowedHosts: [second] },
  );
  t.like(await fetch(), { kind: 'fetched', url: `${other.origin}/x` });
  t.deepEqual(budgets.spent(host).day, { requests: 1, bytes: 0 });
  t.deepEqual(budgets.spent(second).day, { requests: 1, bytes: bytes.length });
});

test('fetchBytes() goes to no server of this machine that was not allowed', async (t) => {
  const other = await lyingServer(t, (_, response) => response.writeHead(200).end(bytes));
  const { port } = new URL(other.origin);
  for (const name of ['127.0.0.1', 'localhost']) {
    const location = `http://${name}:${port}/x`;
    const { fetch, budgets } = await fetchStage(t, (_, response) =>
      response.writeHead(302, { location }).end(),
    );
    t.like(await fetch(), { kind: 'refused', reason: 'redirect-private' });
    t.is(budgets.spent(`${name}:${port}`).day.bytes, 0);
  }
  t.is(other.requests.length, 0);
});

test('fetchBytes() finds the addresses of an allowed name by itself', async (t) => {
  const other = await lyingServer(t, (_, response) => response.writeHead(200).end(bytes));
  const { port } = new URL(other.origin);
  const { fetcher } = await fetchStage(t, () => {}, { allowedHosts: [`localhost:${port}`] });
  const result = await fetcher.fetchBytes(`http://localhost:${port}/x`, limits);
  t.like(result, { kind: 'fetched', bytes });
});

const loops: readonly (readonly [what: string, next: (n: number) => string, detail: RegExp])[] = [
  ['itself', () => '/photo.jpg#part', /^A loop of 1 redirects, closed by a redirect to http/],
  ['and fro', (n) => (n % 2 === 0 ? '/photo.jpg' : '/b'), /^A loop of 2 redirects/],
  ['ever new addresses', (n) => `/${n}`, /^More than 5 redirects, ended by/],
];

for (const [what, next, detail] of loops) {
  test(`fetchBytes() is refused, redirect-loop, when it is sent to ${what}`, async (t) => {
    const { fetch, server } = await fetchStage(t, (_, response, n) =>
      response.writeHead(302, { location: next(n) }).end(),
    );
    const result = await fetch();
    t.like(result, { kind: 'refused', reason: 'redirect-loop' });
    t.regex(result.kind === 'refused' ? result.detail : '', detail);
    t.true(server.requests.length <= 6);
  });
}

const privately: readonly string[] = [
  'http://127.0.0.1/x',
  'http://127.1/x',
  'http://2130706433/x',
  'http://0x7f.0.0.1/x',
  'http://0177.0.0.01/x',
  'http://127.0.0.1./x',
  'http://[::1]/x',
  'http://[::ffff:127.0.0.1]/x',
  'http://[::ffff:a00:1]/x',
  'http://[fd00::1]/x',
  'http://[fe80::1]/x',
  'http://[ff02::1]/x',
  'http://[64:ff9b::10.0.0.1]/x',
  'http://0.0.0.0/x',
  'http://10.1.2.3/x',
  'http://100.64.0.1/x',
  'http://169.254.169.254/latest/meta-data',
  'http://172.31.255.255/x',
  'http://192.168.0.1/x',
  'http://224.0.0.1/x',
  'http://255.255.255.255/x',
  'http://localhost/x',
  'http://inside.example/x',
  'http://half-inside.example./x',
];

const resolve = async (hostname: string) =>
  hostname.startsWith('half')
    ? [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]
    : [{ address: '127.0.0.1', family: 4 }];

for (const location of privately) {
  test(`fetchBytes() is refused, redirect-private, when it is sent to ${location}`, async (t) => {
    const { fetch, fetcher, server } = await fetchStage(
      t,
      (_, response) => response.writeHead(302, { location }).end(),
      { resolve },
    );
    const result = await fetch();
    t.like(result, { kind: 'refused', reason: 'redirect-private' });
    t.regex(result.kind === 'refused' ? result.detail : '', /is not public$/);
    t.like(await fetcher.fetchBytes(location, limits), {
      kind: 'refused',
      reason: 'private-address',
    });
    t.is(server.requests.length, 1);
  });
}

test('fetchBytes() connects to the address that was judged, and asks for it once', async (t) => {
  const asked: string[] = [];
  const other = await lyingServer(t, (_, response) => response.writeHead(200).end(bytes));
  const { port } = new URL(other.origin);
  const { fetcher } = await fetchStage(t, () => {}, {
    allowedHosts: [`mirror.example:${port}`],
    resolve: async (hostname) => {
      asked.push(hostname);
      return asked.length === 1
        ? [{ address: '127.0.0.1', family: 4 }]
        : [{ address: '192.0.2.1', family: 4 }];
    },
  });
  const url = `http://mirror.example:${port}/x`;
  t.like(await fetcher.fetchBytes(url, limits), { kind: 'fetched', bytes, url });
  t.deepEqual(asked, ['mirror.example']);
  t.is(other.requests[0]?.headers.host, `mirror.example:${port}`);
});

test('an allowed host is allowed with its port only', async (t) => {
  const { fetcher } = await fetchStage(t, () => {}, { allowedHosts: ['127.0.0.1:1'] });
  const result = await fetcher.fetchBytes('http://127.0.0.1:2/x', limits);
  t.like(result, { kind: 'refused', reason: 'private-address' });
});

const noUrls: readonly string[] = [
  'http://',
  'file:///etc/hostname',
  'ftp://example.org/x',
  'http://someone:secret@example.org/x',
  'data:image/png;base64,AAAA',
];

for (const location of noUrls) {
  test(`fetchBytes() is refused, bad-url, for ${location}`, async (t) => {
    const { fetch, fetcher } = await fetchStage(t, (_, response) =>
      response.writeHead(302, { location }).end(),
    );
    t.like(await fetch(), { kind: 'refused', reason: 'bad-url' });
    t.like(await fetcher.fetchBytes(location, limits), { kind: 'refused', reason: 'bad-url' });
  });
}

test('fetchBytes() takes a redirect that leads nowhere for an answer', async (t) => {
  const { fetch } = await fetchStage(t, (_, response) => response.writeHead(302).end());
  t.like(await fetch(), { kind: 'refused', reason: 'status-302' });
});

test('fetchBytes() speaks TLS to an https address, and throws where that fails', async (t) => {
  const host = await rawServer(t, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const { fetcher } = await fetchStage(t, () => {}, { allowedHosts: [host] });
  const error = await t.throwsAsync(fetcher.fetchBytes(`https://${host}/x`, limits), {
    instanceOf: RemoteFailure,
  });
  t.false((error as RemoteFailure).retryable);
});
