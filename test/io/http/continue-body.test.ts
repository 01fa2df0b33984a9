import type { ServerResponse } from 'node:http';
import test from 'ava';
import { type FetchStage, fetchStage } from '../../support/fetcher.ts';
import type { Answer } from '../../support/lying-server.ts';
import { someBytes } from '../../support/pinned.ts';

const bytes = someBytes(100_000);
const half = 50_000;
const etag = '"first"';

/** Announces everything from `start` on, sends half of it, hangs up. */
function breakOff(response: ServerResponse, start = 0, headers: Record<string, string> = { etag }) {
  const rest = bytes.subarray(start);
  const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  response.writeHead(start === 0 ? 200 : 206, {
    'content-length': rest.length,
    ...(start === 0 ? {} : { 'content-range': range }),
    ...headers,
  });
  response.write(rest.subarray(0, rest.length / 2), () => setImmediate(() => response.destroy()));
}

function sendRest(response: ServerResponse, headers: Record<string, string | number> = {}) {
  const range = `bytes ${half}-${bytes.length - 1}/${bytes.length}`;
  response.writeHead(206, { etag, 'content-range': range, ...headers }).end(bytes.subarray(half));
}

function rangesOf({ server }: FetchStage) {
  return server.requests.map(({ headers }) => headers.range);
}

test('fetchBytes() goes on behind the bytes that came, under the same ETag', async (t) => {
  const stage = await fetchStage(t, (_, response, n) =>
    n === 1 ? breakOff(response) : sendRest(response),
  );
  t.like(await stage.fetch(), { kind: 'fetched', bytes, status: 200, etag });
  t.deepEqual(rangesOf(stage), [undefined, `bytes=${half}-`]);
  t.is(stage.server.requests[1]?.headers['if-range'], etag);
  t.is(stage.fetcher.usage.total.bytes, bytes.length);
  t.is(stage.budgets.spent(stage.host).day.bytes, bytes.length);
});

test('fetchBytes() keeps what came over a 503 and a closed connection', async (t) => {
  const stage = await fetchStage(t, (_, response, n) => {
    if (n === 1) return breakOff(response);
    if (n === 2) return response.writeHead(503).end();
    return n === 3 ? response.destroy() : sendRest(response);
  });
  t.like(await stage.fetch(), { kind: 'fetched', bytes });
  t.is(rangesOf(stage).at(-1), `bytes=${half}-`);
});

const unusable: readonly (readonly [what: string, second: Answer])[] = [
  ['the rest of a changed file', (_, response) => sendRest(response, { etag: '"second"' })],
  [
    'the rest without an ETag',
    (_, response) =>
      response
        .writeHead(206, { 'content-range': `bytes ${half}-99999/100000` })
        .end(bytes.subarray(half)),
  ],
  [
    'another range',
    (_, response) => sendRest(response, { 'content-range': 'bytes 10-99999/100000' }),
  ],
  [
    'a part of the rest',
    (_, response) => sendRest(response, { 'content-range': `bytes ${half}-60000/100000` }),
  ],
  [
    'the rest of a longer file',
    (_, response) => sendRest(response, { 'content-range': `bytes ${half}-100000/100001` }),
  ],
  ['a range of nonsense', (_, response) => sendRest(response, { 'content-range': 'bytes x' })],
  ['a refusal of the range', (_, response) => response.writeHead(416).end()],
];

for (const [what, second] of unusable) {
  test(`fetchBytes() begins anew when it is sent ${what}`, async (t) => {
    const stage = await fetchStage(t, (request, response, n) => {
      if (n === 1) breakOff(response);
      else if (n === 2) second(request, response, n);
      else response.writeHead(200, { etag: '"second"' }).end(bytes);
    });
    t.like(await stage.fetch(), { kind: 'fetched', bytes, etag: '"second"' });
    t.deepEqual(rangesOf(stage), [undefined, `bytes=${half}-`, undefined]);
  });
}

test('fetchBytes() takes a whole file that is sent in place of its rest', async (t) => {
  const changed = someBytes(70_000).reverse();
  const stage = await fetchStage(t, (_, response, n) =>
    n === 1 ? breakOff(response) : response.writeHead(200, { etag: '"second"' }).end(changed),
  );
  t.like(await stage.fetch(), { kind: 'fetched', bytes: changed, etag: '"second"' });
  t.is(stage.server.requests.length, 2);
});

for (const headers of [{}, { etag: 'W/"weak"' }, { etag: 'unquoted' }]) {
  test(`fetchBytes() begins anew where the ETag is ${JSON.stringify(headers)}`, async (t) => {
    const stage = await fetchStage(t, (_, response, n) =>
      n === 1 ? breakOff(response, 0, headers) : response.writeHead(200).end(bytes),
    );
    t.like(await stage.fetch(), { kind: 'fetched', bytes });
    t.deepEqual(rangesOf(stage), [undefined, undefined]);
  });
}

test('fetchBytes() is refused, truncated, when half a body is all that ever comes', async (t) => {
  const { fetch, server, url } = await fetchStage(t, (_, response) => breakOff(response, 0, {}));
  t.deepEqual(await fetch(), {
    kind: 'refused',
    reason: 'truncated',
    detail: 'The body breaks off after 50000 bytes of 100000, after 5 attempts',
    url,
  });
  t.is(server.requests.length, 5);
});

test('fetchBytes() is refused, truncated, when each rest breaks off too', async (t) => {
  const { fetch } = await fetchStage(t, (request, response) =>
    breakOff(response, Number(/\d+/.exec(request.headers.range ?? '0'))),
  );
  const result = await fetch();
  t.like(result, { kind: 'refused', reason: 'truncated' });
  t.regex(result.kind === 'refused' ? result.detail : '', /after 96875 bytes of 100000/);
});

test('fetchBytes() is refused, length-wrong, when a rest is longer than the file', async (t) => {
  for (const isAnnounced of [true, false]) {
    const { fetch } = await fetchStage(t, (_, response, n) => {
      if (n === 1) return breakOff(response);
      const range = `bytes ${half}-${bytes.length - 1}/${bytes.length}`;
      const length = isAnnounced ? { 'content-length': bytes.length } : {};
      return response.writeHead(206, { etag, 'content-range': range, ...length }).end(bytes);
    });
    t.like(await fetch(), { kind: 'refused', reason: 'length-wrong' });
  }
});

test('fetchBytes() is refused, too-large, when a rest goes beyond what is allowed', async (t) => {
  const { fetch } = await fetchStage(t, (_, response, n) => {
    if (n > 1) return sendRest(response, { 'content-range': `bytes ${half}-99999/*` });
    response.writeHead(200, { etag });
    response.write(bytes.subarray(0, half), () => setImmediate(() => response.destroy()));
  });
  t.like(await fetch({ mostBytes: 60_000 }), { kind: 'refused', reason: 'too-large' });
});
