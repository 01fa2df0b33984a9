import { getEventListeners } from 'node:events';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { openBudgets, openFetcher } from '../../../src/io/index.ts';
import { contact, fetchStage, freePlan, rawServer } from '../../support/fetcher.ts';
import type { Answer } from '../../support/lying-server.ts';
import { someBytes } from '../../support/pinned.ts';

const bytes = someBytes(100_000);
const html = '\uFEFF\n <!DOCTYPE html><title>Log in</title>';

test('fetchBytes() brings the body and what the server says of it', async (t) => {
  const stage = await fetchStage(t, (_, response) =>
    response
      .writeHead(200, {
        etag: '"a"',
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        'content-type': 'image/jpeg',
        'content-length': bytes.length,
      })
      .end(bytes),
  );
  t.deepEqual(await stage.fetch({ accept: 'image/*' }), {
    kind: 'fetched',
    bytes,
    status: 200,
    url: stage.url,
    etag: '"a"',
    lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT',
    contentType: 'image/jpeg',
  });
  const { headers } = stage.server.requests[0] ?? {};
  t.regex(headers?.['user-agent'] ?? '', /^oodforge\/\d+\.\d+\.\d+ \(tests@example\.org\)$/);
  t.is(headers?.accept, 'image/*');
  t.is(headers?.['accept-encoding'], 'identity');
  const usage = { requests: 1, bytes: bytes.length, waits: 0, waitedMs: 0, retries: 0 };
  t.deepEqual(stage.fetcher.usage.total, usage);
  t.deepEqual([...stage.fetcher.usage.byHost], [[stage.host, usage]]);
  t.deepEqual(stage.budgets.spent(stage.host).day, { requests: 1, bytes: bytes.length });
});

test('fetchBytes() asks whether what is known has changed', async (t) => {
  const stage = await fetchStage(t, (request, response) =>
    request.headers['if-none-match'] === '"a"' && request.headers['if-modified-since'] === 'then'
      ? response.writeHead(304).end()
      : response.writeHead(200).end(bytes),
  );
  const same = await stage.fetch({ known: { etag: '"a"', lastModified: 'then' } });
  t.deepEqual(same, { kind: 'not-modified', url: stage.url });
  t.like(await stage.fetch({ known: { etag: '"b"' } }), { kind: 'fetched' });
});

function status(code: number, headers: Record<string, string> = {}, body: string | Buffer = 'no') {
  return ((_, response) => response.writeHead(code, headers).end(body)) satisfies Answer;
}

const refusals: readonly (readonly [reason: string, answer: Answer, detail: RegExp])[] = [
  ['gone', status(410), /status 410$/],
  ['not-found', status(404), /status 404$/],
  ['legal', status(451), /status 451$/],
  ['forbidden', status(401), /status 401$/],
  ['forbidden', status(403), /status 403$/],
  ['status-418', status(418), /status 418$/],
  ['status-304', status(304), /status 304$/],
  ['status-206', status(206), /status 206$/],
  ['empty', status(200, {}, ''), /^No bytes$/],
  ['empty', status(204, {}, ''), /^Status 204$/],
  ['html', status(200, { 'content-type': 'text/html; charset=utf-8' }), /^A web page \(text/],
  ['html', status(200, { 'content-type': 'image/jpeg' }, html), /^A web page, whatever/],
  ['encoded', status(200, { 'content-encoding': 'gzip' }, bytes), /^Content-Encoding is gzip$/],
  [
    'too-large',
    (_, response) => {
      response.writeHead(200, { 'content-length': '9007199254740993000' }).write(bytes);
    },
    /bytes announced, 1000000 allowed$/,
  ],
  [
    'too-large',
    (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(bytes), 1);
      response.on('close', () => clearInterval(timer));
    },
    /^More than 1000000 bytes$/,
  ],
];

for (const [reason, answer, detail] of refusals) {
  test(`fetchBytes() is refused, ${reason}, at the first attempt: ${detail.source}`, async (t) => {
    const { fetch, url, server, clock } = await fetchStage(t, answer);
    const result = await fetch();
    t.like(result, { kind: 'refused', reason, url });
    t.regex(result.kind === 'refused' ? result.detail : '', detail);
    t.is(server.requests.length, 1);
    t.deepEqual(clock.sleeps, []);
  });
}

test('fetchBytes() takes a web page where the caller takes anything', async (t) => {
  const { fetcher, url } = await fetchStage(t, status(200, { 'content-type': 'text/html' }, html));
  const result = await fetcher.fetchBytes(url, { mostBytes: 1_000, expects: 'anything' });
  t.is(result.kind, 'fetched');
});

const raw: readonly (readonly [what: string, parts: readonly string[], reason: string])[] = [
  [
    'more than announced',
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel', 'loEXTRA'],
    'length-wrong',
  ],
  [
    'more than announced, at a piece',
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloMORE'],
    'length-wrong',
  ],
  ['another protocol', ['SSH-2.0-OpenSSH_9.2\r\n'], 'malformed'],
  [
    'two lengths',
    [
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ],
    'malformed',
  ],
];

for (const [what, parts, reason] of raw) {
  test(`fetchBytes() is refused, ${reason}, when a server sends ${what}`, async (t) => {
    const host = await rawServer(t, async (socket) => {
      for (const part of parts) {
        socket.write(part);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    const { fetcher } = await fetchStage(t, () => {}, { allowedHosts: [host] });
    const url = `http://${host}/x`;
    const result = await fetcher.fetchBytes(url, { mostBytes: 1_000, expects: 'image' });
    t.like(result, { kind: 'refused', reason });
  });
}

test('fetchBytes() ends at once when it is aborted in the middle of a body', async (t) => {
  let isHungUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    isHungUp = resolve;
  });
  const abort = new AbortController();
  const stage = await fetchStage(t, (_, response) => {
    response.on('close', isHungUp);
    response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 999));
    const timer = setInterval(() => {
      if (stage.fetcher.usage.total.bytes === 999) abort.abort(new Error('stop'));
    }, 1);
    response.on('close', () => clearInterval(timer));
  });
  await t.throwsAsync(stage.fetch({ signal: abort.signal }), { message: 'stop' });
  await hungUp;
  t.is(stage.budgets.spent(stage.host).day.bytes, 999);
  await t.throwsAsync(stage.fetch({ signal: abort.signal }), { message: 'stop' });
  t.is(stage.server.requests.length, 1);
});

test('fetchBytes() leaves nothing behind at a signal that outlives it', async (t) => {
  const stage = await fetchStage(t, status(200, {}, bytes));
  const { signal } = new AbortController();
  for (let i = 0; i < 15; i++) await stage.fetch({ signal });
  t.is(getEventListeners(signal, 'abort').length, 0);
});

test('openFetcher() refuses an allowed host without its port', (t) => {
  const budgets = openBudgets(':memory:', { plan: freePlan, now: () => 0 });
  t.teardown(() => budgets.close());
  t.throws(() => openFetcher({ contact, budgets, allowedHosts: ['localhost'] }), {
    instanceOf: InvalidInput,
    message: 'Not a host with its port (got "localhost"): allowed hosts at [0]',
  });
});
