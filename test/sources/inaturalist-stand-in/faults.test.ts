import test, { type ExecutionContext } from 'ava';
import { planFaults } from '../../../src/sources/inaturalist-stand-in/faults.ts';
import {
  type Fault,
  makeWorld,
  photoAddress,
  textReply,
} from '../../../src/sources/inaturalist-stand-in/index.ts';
import { standInFor } from '../../support/stand-in.ts';

const world = makeWorld({ seed: 'faults', speciesPerGroup: 1, observationsPerSpecies: 3 });
const open = world.observations
  .flatMap(({ photos }) => photos)
  .filter(({ licence, quirk }) => licence !== undefined && quirk === undefined);

/** A stand-in with one fault, and a photo at it. */
async function faulty(t: ExecutionContext, kind: Fault['kind']) {
  const standIn = await standInFor(t, world, { faults: [{ kind, path: /photos/ }] });
  const photo = open[0];
  if (photo === undefined) throw new Error('No open photo in the world of this test');
  return { standIn, url: photoAddress(standIn.origin, photo, 'small') };
}

test('openStandIn() refuses with a status and when to come again', async (t) => {
  const { standIn, url } = await faulty(t, { status: 429, retryAfter: '7' });
  const reply = await fetch(url);
  t.is(reply.status, 429);
  t.is(reply.headers.get('retry-after'), '7');
  t.is(standIn.log[0]?.status, 429);
  t.is((await fetch(`${standIn.v1}/taxa/1`)).status, 200);
});

for (const kind of ['half-body', 'wrong-length'] as const) {
  test(`openStandIn() breaks off: ${kind}`, async (t) => {
    const { url } = await faulty(t, kind);
    const reply = await fetch(url);
    t.is(reply.status, 200);
    t.true(Number(reply.headers.get('content-length')) > 100);
    await t.throwsAsync(reply.arrayBuffer());
  });
}

test('openStandIn() hangs up before a word', async (t) => {
  const { standIn, url } = await faulty(t, 'reset');
  await t.throwsAsync(fetch(url));
  t.like(standIn.log[0], { method: 'GET', status: 0, bytes: 0 });
});

test('openStandIn() answers with a web page, and late', async (t) => {
  const { url } = await faulty(t, 'web-page');
  const reply = await fetch(url);
  t.is(reply.status, 200);
  t.regex(await reply.text(), /<html>/);
  const slow = await faulty(t, { slowMs: 1 });
  t.is((await fetch(slow.url)).status, 200);
});

test('openStandIn() sends on: to itself, to a private address, there', async (t) => {
  const there = new URL('http://127.0.0.1:1/x');
  for (const redirect of ['loop', 'private', there] as const) {
    const { url } = await faulty(t, { redirect });
    const reply = await fetch(url, { redirect: 'manual' });
    t.is(reply.status, 302);
    const location = { loop: new URL(url).pathname, private: 'http://10.0.0.1/photo.jpg' };
    const expected = typeof redirect === 'string' ? location[redirect] : redirect.href;
    t.is(reply.headers.get('location'), expected);
  }
});

test('openStandIn() changes the ETag each time', async (t) => {
  const { url } = await faulty(t, 'changed-etag');
  const tags = [(await fetch(url)).headers.get('etag'), (await fetch(url)).headers.get('etag')];
  t.is(new Set(tags).size, 2);
});

test('planFaults() counts: every n-th, so many times, each path by itself', (t) => {
  const count = (fault: Omit<Fault, 'kind'>, paths: readonly string[]) => {
    const plan = planFaults([{ kind: 'reset', ...fault }], 'seed');
    return paths.map((path) => (plan(path) === undefined ? '.' : 'x')).join('');
  };
  const one = Array.from({ length: 9 }, () => '/a');
  t.is(count({}, one), 'xxxxxxxxx');
  t.is(count({ every: 3 }, one), '..x..x..x');
  t.is(count({ every: 3, times: 2 }, one), '..x..x...');
  t.is(count({ times: 1, perPath: true }, ['/a', '/b', '/a', '/b']), 'xx..');
  t.is(count({ path: /b/, every: 2 }, ['/a', '/b', '/a', '/b']), '...x');
  const many = Array.from({ length: 400 }, (_, i) => `/${i}`);
  const shared = count({ share: 0.25 }, many);
  t.is(shared, count({ share: 0.25 }, many));
  t.true(Math.abs([...shared].filter((sign) => sign === 'x').length - 100) < 40);
});

test('planFaults() lets the first rule that speaks of a request decide', (t) => {
  const plan = planFaults(
    [
      { kind: 'reset', every: 2 },
      { kind: 'half-body', times: 1 },
    ],
    'seed',
  );
  t.deepEqual([plan('/'), plan('/'), plan('/')], ['half-body', 'reset', undefined]);
});

test('openStandIn() asks its extra routes first, and says what it does not know', async (t) => {
  const routes = [
    {
      path: /^\/taxa\/(\d+)$/,
      answer: ({ groups }: { groups: readonly string[] }) =>
        textReply(200, 'text/html', `page ${groups[0]}`),
    },
    {
      path: /^\/broken$/,
      answer: () => {
        throw new Error('out of order');
      },
    },
  ];
  const { origin, log } = await standInFor(t, world, {
    routes,
    robots: 'User-agent: *\nDisallow: /x\n',
  });
  t.is(await (await fetch(`${origin}/taxa/5`)).text(), 'page 5');
  t.is((await fetch(`${origin}/broken`)).status, 500);
  t.is((await fetch(`${origin}/nothing`)).status, 404);
  t.regex(await (await fetch(`${origin}/robots.txt`)).text(), /Disallow: \/x/);
  t.deepEqual(
    log.map(({ method, path, status }) => `${method} ${path} ${status}`),
    ['GET /taxa/5 200', 'GET /broken 500', 'GET /nothing 404', 'GET /robots.txt 200'],
  );
});
