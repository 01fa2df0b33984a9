import test from 'ava';
import { RemoteFailure } from '../../../src/errors.ts';
import { type Wait, waitText } from '../../../src/io/index.ts';
import { fetchStage } from '../../support/fetcher.ts';
import { type Answer, serve } from '../../support/lying-server.ts';
import { someBytes } from '../../support/pinned.ts';

const bytes = someBytes(100_000);

/** Fails in turn, then serves. */
function after(...failures: readonly Answer[]): Answer {
  return (request, response, n) => (failures[n - 1] ?? serve(bytes))(request, response, n);
}

function busy(status: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => response.writeHead(status, headers).end();
}

const hangUp: Answer = (_, response) => response.destroy();

test('fetchBytes() tries again after 5xx and broken connections, later each time', async (t) => {
  const { fetch, clock, fetcher } = await fetchStage(t, after(busy(503), hangUp, busy(500)));
  t.like(await fetch(), { kind: 'fetched', bytes });
  t.deepEqual(clock.sleeps, [1_000, 2_000, 4_000]);
  const usage = { requests: 4, retries: 3, waits: 3, waitedMs: 7_000, bytes: bytes.length };
  t.deepEqual(fetcher.usage.total, usage);
});

test('fetchBytes() waits a random part of the time', async (t) => {
  const stage = await fetchStage(t, after(busy(503), busy(503)));
  const clock = { ...stage.clock, random: () => 0.25 };
  const again = await fetchStage(t, after(busy(503), busy(503)), { clock });
  await again.fetch();
  t.deepEqual(stage.clock.sleeps, [250, 500]);
});

test('fetchBytes() waits as long as a server asks, in seconds or until a date', async (t) => {
  const { fetch, clock } = await fetchStage(
    t,
    after(
      busy(503, { 'retry-after': '7' }),
      busy(503, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }),
    ),
  );
  t.like(await fetch(), { kind: 'fetched' });
  t.deepEqual(clock.sleeps, [7_000, 53_000]);
});

test('fetchBytes() leaves the whole host alone after 429, and says so', async (t) => {
  const waits: Wait[] = [];
  const { fetch, clock, host, budgets } = await fetchStage(
    t,
    after(busy(429, { 'retry-after': '30' }), (request, response, n) => {
      t.is(budgets.look(host, 0), undefined);
      busy(429)(request, response, n);
    }),
  );
  t.like(await fetch({ onWait: (wait) => waits.push(wait) }), { kind: 'fetched' });
  t.deepEqual(clock.sleeps, [30_000, 30_000]);
  t.deepEqual(waits.map(waitText), Array(2).fill(`waiting 30 s as asked by ${host}`));
});

test('a 429 holds back other calls to the host too', async (t) => {
  const { fetch, clock, fetcher, url } = await fetchStage(
    t,
    (request, response, n) =>
      n === 1
        ? busy(429, { 'retry-after': '1000000' })(request, response, n)
        : serve(bytes)(request, response, n),
    { mostAttempts: 1 },
  );
  const error = await t.throwsAsync(fetch(), { instanceOf: RemoteFailure });
  t.is((error as RemoteFailure).retryAfterMs, 1_000_000_000);
  await fetcher.fetchBytes(`${url}?other`, { mostBytes: 1e6, expects: 'image' });
  t.is(
    clock.sleeps.reduce((a, b) => a + b),
    3_600_000,
  );
});

test('fetchBytes() does not wait longer than ten minutes for one address', async (t) => {
  const { fetch, clock, url } = await fetchStage(t, busy(503, { 'retry-after': '601' }));
  const message = `The server answers with status 503 and asks to wait 601 s, after 1 attempt: ${url}`;
  const error = await t.throwsAsync(fetch(), { instanceOf: RemoteFailure, message });
  t.like(error, { retryable: true, retryAfterMs: 601_000 });
  t.deepEqual(clock.sleeps, []);
});

const lasting: readonly (readonly [what: string, answer: Answer, sentence: RegExp])[] = [
  ['status 503', busy(503), /^The server answers with status 503, after 5 attempts: http.*jpg$/],
  ['status 429', busy(429), /^The server answers with status 429, after 5 attempts: http/],
  ['a closed connection', hangUp, /^The connection fails, .* \(ECONNRESET\), after 5 attempts/],
  ['silence', () => {}, /^The server is too slow \(ETIMEDOUT\), after 5 attempts: http/],
  [
    'silence after the headers',
    (_, response) => response.writeHead(200).write('x'),
    /^The body breaks off after 1 bytes, after 5 attempts: http/,
  ],
];

for (const [what, answer, message] of lasting) {
  test(`fetchBytes() throws after five attempts that end in ${what}`, async (t) => {
    const { fetch, server } = await fetchStage(t, answer, {
      idleMs: what.startsWith('silence') ? 500 : 30_000,
    });
    const error = await t.throwsAsync(fetch(), { instanceOf: RemoteFailure, message });
    t.true((error as RemoteFailure).retryable);
    t.is(server.requests.length, 5);
  });
}

test('fetchBytes() does not try again where nobody has the name', async (t) => {
  const { fetcher, clock } = await fetchStage(t, () => {}, {
    resolve: async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    },
  });
  const url = 'http://nowhere.example/x';
  const error = await t.throwsAsync(
    fetcher.fetchBytes(url, { mostBytes: 1, expects: 'anything' }),
    { instanceOf: RemoteFailure, message: /ENOTFOUND.*after 1 attempt: http:\/\/nowhere/ },
  );
  t.false((error as RemoteFailure).retryable);
  t.deepEqual(clock.sleeps, []);
});

test('fetchBytes() cuts a body that drips', async (t) => {
  const stage = await fetchStage(t, (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => {
      stage.clock.advance(5_000);
      response.write('drip');
    }, 1);
    response.on('close', () => clearInterval(timer));
  });
  await t.throwsAsync(stage.fetch(), {
    instanceOf: RemoteFailure,
    message: /^The body comes too slowly, \d+ bytes so far, after 5 attempts: /,
  });
});

test('fetchBytes() waits for the budget of its host, and counts each attempt', async (t) => {
  const waits: Wait[] = [];
  const onWait = (wait: Wait) => void waits.push(wait);
  const { fetch, host, budgets, clock } = await fetchStage(t, after(busy(500)), {
    plan: { named: [], others: { requests: { minute: 1 }, bytes: {}, atOnce: 2, spacingMs: 0 } },
  });
  await Promise.all([fetch({ onWait }), fetch({ onWait })]);
  t.is(budgets.spent(host).day.requests, 3);
  t.true(waits.some(({ why }) => why.kind === 'retry' && /status 500/.test(why.after)));
  t.true(waits.some((wait) => /for the minute's budget of requests of 127/.test(waitText(wait))));
  t.true(Math.max(...clock.sleeps) <= 60_000);
});

test('fetchBytes() waits for bytes, of which it holds as many as are expected', async (t) => {
  const waits: Wait[] = [];
  const { fetch, clock } = await fetchStage(t, serve(bytes), {
    plan: {
      named: [],
      others: { requests: {}, bytes: { hour: 250_000 }, atOnce: 2, spacingMs: 0 },
    },
  });
  const options = { mostBytes: 150_000, onWait: (wait: Wait) => void waits.push(wait) };
  for (let i = 0; i < 3; i++) await fetch(options);
  t.regex(waitText(waits[0] as Wait), /^waiting 36\d\d s for the hour's budget of bytes of 127/);
  t.true(clock.sleeps.length >= 60 && Math.max(...clock.sleeps) <= 60_000);
});
