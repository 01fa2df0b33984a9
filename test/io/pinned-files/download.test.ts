import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Interrupted, RemoteFailure } from '../../../src/errors.ts';
import { type DownloadOptions, download, hashBytes, openHttp } from '../../../src/io/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { type Answer, lyingServer, serve } from '../../support/lying-server.ts';
import { pin, someBytes } from '../../support/pinned.ts';

const bytes = someBytes(100_000);
const html = '<html>Please log in</html>';

/** A world whose pauses are written down instead of waited for. */
function world(change: Partial<DownloadOptions> = {}) {
  const pauses: number[] = [];
  const options: DownloadOptions = {
    get: openHttp(),
    sleep: async (ms) => void pauses.push(ms),
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    ...change,
  };
  return { options, pauses };
}

/** A server, the pin on it, and where the download goes, with `before` there already. */
async function stage(t: ExecutionContext, answer: Answer, before?: Uint8Array) {
  const server = await lyingServer(t, answer);
  const part = join(temporaryFolder(t), 'some-list.txt.part');
  if (before !== undefined) writeFileSync(part, before);
  const url = `${server.origin}/some-list.txt`;
  return { server, part, url, source: pin(bytes, { url }) };
}

test('download() brings the file and names the toolkit', async (t) => {
  const { source, part, server } = await stage(t, serve(bytes));
  const seen: number[] = [];
  await download(source, part, world({ onProgress: (n) => seen.push(n) }).options);
  t.deepEqual(readFileSync(part), bytes);
  t.is(seen.at(-1), bytes.length);
  t.regex(server.requests[0]?.headers['user-agent'] ?? '', /^oodforge\/\d+\.\d+\.\d+$/);
  t.is(server.requests[0]?.headers['accept-encoding'], 'identity');
});

const other = Buffer.from(bytes).fill(0, 500, 600);
const refused: readonly (readonly [what: string, answer: Answer, sentence: RegExp])[] = [
  [
    'other bytes of the same size',
    serve(other),
    new RegExp(`expected 100000 bytes .*, found 100000 bytes with SHA-256 ${hashBytes(other)}\\)`),
  ],
  [
    'a page instead of the file',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    new RegExp(`found ${html.length} bytes with SHA-256 ${hashBytes(html)} of text/html\\)`),
  ],
  ['more than was pinned', serve(someBytes(100_001)), /found more than 100000 bytes\)/],
  ['nothing', (_, response) => response.writeHead(200).end(), /found 0 bytes/],
  [
    'a body cut short at a clean end',
    (_, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      response.end(bytes.subarray(0, 99));
    },
    /found 99 bytes/,
  ],
  ['status 404', (_, response) => response.writeHead(404).end(html), /status 404: http/],
  ['a range nobody asked for', (_, response) => response.writeHead(206).end(), /status 206/],
  [
    'redirects in a circle',
    (_, response) => response.writeHead(302, { location: '/some-list.txt' }).end(),
    /More than 5 redirects/,
  ],
  [
    'a redirect to nowhere',
    (_, response) => response.writeHead(302, { location: 'ftp://127.0.0.1/x' }).end(),
    /ftp:/,
  ],
];

for (const [what, answer, sentence] of refused) {
  test(`download() refuses ${what}, once, and keeps none of it`, async (t) => {
    const { source, part, server } = await stage(t, answer);
    const { options, pauses } = world();
    const error = await t.throwsAsync(download(source, part, options), {
      instanceOf: RemoteFailure,
      message: sentence,
    });
    t.true(error?.message.includes(source.url));
    t.false((error as RemoteFailure).retryable);
    t.deepEqual(pauses, []);
    t.true(server.requests.length <= 6);
    t.false(existsSync(part));
  });
}

test('download() hangs up as soon as a body without a stated size is too long', async (t) => {
  let isHungUp: () => void = () => {};
  const hungUp = new Promise<void>((resolve) => {
    isHungUp = resolve;
  });
  const { source, part } = await stage(t, (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(bytes), 1);
    response.on('close', () => {
      clearInterval(timer);
      isHungUp();
    });
  });
  await t.throwsAsync(download(source, part, world().options), { message: /found more than/ });
  await hungUp;
  t.false(existsSync(part));
});

test('download() waits as long as a busy server asks, then goes on', async (t) => {
  const { source, part } = await stage(t, (request, response, n) => {
    if (n === 1) return response.writeHead(503, { 'retry-after': '7' }).end();
    const date = 'Thu, 01 Jan 2026 00:00:30 GMT';
    if (n === 2) return response.writeHead(429, { 'retry-after': date }).end();
    if (n === 3) return response.writeHead(502).end();
    return serve(bytes)(request, response, n);
  });
  const { options, pauses } = world();
  await download(source, part, options);
  t.deepEqual(pauses, [7_000, 30_000, 4_000]);
  t.deepEqual(readFileSync(part), bytes);
});

test('download() gives up after five attempts, and at once when asked to wait long', async (t) => {
  const busy = await stage(t, (_, response) => response.writeHead(500).end());
  const patient = world();
  const error = await t.throwsAsync(download(busy.source, busy.part, patient.options), {
    instanceOf: RemoteFailure,
    message: /status 500/,
  });
  t.true((error as RemoteFailure).retryable);
  t.deepEqual(patient.pauses, [1_000, 2_000, 4_000, 8_000]);

  const shut = await stage(t, (_, response) =>
    response.writeHead(503, { 'retry-after': '3600' }).end(),
  );
  const { options, pauses } = world();
  await t.throwsAsync(download(shut.source, shut.part, options), { message: /wait 3600 s/ });
  t.deepEqual(pauses, []);
});

test('download() goes on where a connection broke off', async (t) => {
  const { source, part, server } = await stage(t, (request, response, n) => {
    if (n > 2) return serve(bytes)(request, response, n);
    const start = n === 1 ? 0 : 40_000;
    const range = `bytes ${start}-99999/100000`;
    response.writeHead(n === 1 ? 200 : 206, {
      'content-length': bytes.length - start,
      ...(n === 1 ? {} : { 'content-range': range }),
    });
    return response.write(bytes.subarray(start, start + 40_000), () =>
      setImmediate(() => response.destroy()),
    );
  });
  const { options, pauses } = world();
  await download(source, part, options);
  t.deepEqual(readFileSync(part), bytes);
  t.deepEqual(pauses, [1_000, 2_000]);
  t.is(server.requests.at(-1)?.headers.range, 'bytes=80000-');
});

test('download() tries again when a server falls silent', async (t) => {
  const { source, part } = await stage(t, (request, response, n) => {
    if (n > 2) serve(bytes)(request, response, n);
    else if (n === 2) response.writeHead(200).write(bytes.subarray(0, 10));
  });
  const { options, pauses } = world({ get: openHttp({ idleMs: 100 }) });
  await download(source, part, options);
  t.deepEqual(readFileSync(part), bytes);
  t.is(pauses.length, 2);
});

test('download() tries again when nobody listens', async (t) => {
  const { options, pauses } = world();
  const part = join(temporaryFolder(t), 'x.part');
  const source = pin(bytes, { url: 'http://127.0.0.1:1/x' });
  await t.throwsAsync(download(source, part, options), { message: /ECONNREFUSED/ });
  t.is(pauses.length, 4);
});

const half = bytes.subarray(0, 50_000);
const resumed: readonly (readonly [what: string, before: Buffer, answer: Answer, n: number])[] = [
  ['half of the file', half, serve(bytes), 1],
  ['half of another file', Buffer.from(half).fill(1), serve(bytes), 2],
  ['the whole file', bytes, serve(bytes), 0],
  ['as many bytes of another file', Buffer.from(bytes).fill(1), serve(bytes), 1],
  ['more than the file', Buffer.concat([bytes, half]), serve(bytes), 1],
  [
    'half, and a server that knows no ranges',
    half,
    (_, response) => response.writeHead(200).end(bytes),
    1,
  ],
  [
    'half, and a server that denies the range',
    half,
    (request, response, n) =>
      request.headers.range === undefined
        ? serve(bytes)(request, response, n)
        : response.writeHead(416).end(),
    2,
  ],
  [
    'half, and a server that sends another range',
    half,
    (request, response, n) =>
      request.headers.range === undefined
        ? serve(bytes)(request, response, n)
        : response.writeHead(206, { 'content-range': 'bytes 10-99999/100000' }).end(bytes),
    2,
  ],
];

for (const [what, before, answer, requests] of resumed) {
  test(`download() ends with the pinned bytes when it finds ${what}`, async (t) => {
    const { source, part, server } = await stage(t, answer, before);
    await download(source, part, world().options);
    t.deepEqual(readFileSync(part), bytes);
    t.is(server.requests.length, requests);
  });
}

test('download() starts over once only, however the server goes on', async (t) => {
  const wrong = Buffer.alloc(bytes.length, 1);
  const { source, part, server } = await stage(t, serve(wrong), half);
  await t.throwsAsync(download(source, part, world().options), { message: /Not the pinned bytes/ });
  t.is(server.requests.length, 2);
});

test('download() keeps what has come when it is interrupted', async (t) => {
  const interrupt = new AbortController();
  const { source, part } = await stage(t, (_, response) => {
    response.writeHead(200).write(half);
  });
  const { options } = world({
    signal: interrupt.signal,
    onProgress: (n) => {
      if (n === half.length) interrupt.abort(new Interrupted('Interrupted'));
    },
  });
  await t.throwsAsync(download(source, part, options), { instanceOf: Interrupted });
  t.deepEqual(readFileSync(part), half);
});
