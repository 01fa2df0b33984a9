import test from 'ava';
import fc from 'fast-check';
import {
  allForbidden,
  isAllowedBy,
  parseRobots,
  type Robots,
} from '../../../../src/sources/inaturalist/web/robots.ts';
import { openRobotsGate } from '../../../../src/sources/inaturalist/web/robots-gate.ts';

const site = 'https://example.org';
const allows = (robots: Robots, path: string) => isAllowedBy(robots, site + path);
const readFor = (...lines: readonly string[]) => parseRobots(lines.join('\n'), 'oodforge');

/** Path, and whether it may be asked for under the rules above it. */
const cases: readonly (readonly [rules: readonly string[], path: string, isAllowed: boolean])[] = [
  [[], '/anything', true],
  [['Disallow:'], '/anything', true],
  [['Disallow: /'], '/', false],
  [['Disallow: /'], '/robots.txt', true],
  [['Disallow: /taxa/*/*'], '/taxa/1', true],
  [['Disallow: /taxa/*/*'], '/taxa/1/browse_photos', false],
  [['Disallow: /*?*'], '/taxa/1?a=b', false],
  [['Disallow: /*?*'], '/taxa/1', true],
  [['Disallow: /names$'], '/names', false],
  [['Disallow: /names$'], '/names/1', true],
  [['Disallow: /*.json$'], '/a.json', false],
  [['Disallow: /*.json$'], '/a.json?x', true],
  [['Disallow: /a$b'], '/a$b', false],
  [['Disallow: /fish', 'Allow: /fish/cod'], '/fish/cod', true],
  [['Allow: /fish/cod', 'Disallow: /fish'], '/fish/eel', false],
  [['Disallow: /page', 'Allow: /page'], '/page', true],
  [['Disallow: /Page'], '/page', true],
  [['Disallow: /%7Ejoe'], '/~joe', false],
  [['Disallow: /ö'], '/%C3%B6l', false],
  [['Disallow: /a%2fb'], '/a%2Fb', false],
  [['Disallow: /a%2fb'], '/a/b', true],
  [['Disallow: /x # not this'], '/x', false],
  [['Disallow: not a path'], '/not', true],
];

for (const [rules, path, isAllowed] of cases) {
  test(`isAllowedBy() ${isAllowed ? 'allows' : 'forbids'} ${path} under "${rules.join(', ')}"`, (t) => {
    t.is(allows(readFor('User-agent: *', ...rules), path), isAllowed);
  });
}

test('parseRobots() takes the groups of the product, joined, and else those for all', (t) => {
  const text = [
    'Disallow: /before',
    'User-agent: *',
    'Disallow: /all',
    '',
    'User-Agent: other',
    'user-agent:OODforge/0.1 # by name',
    'Sitemap: https://example.org/map.xml',
    'Disallow: /one',
    'Crawl-delay: 2.5',
    'User-agent: other',
    'Disallow: /others',
    'User-agent: oodforge',
    'Disallow: /two',
    'Crawl-delay: 1',
  ].join('\r\n');
  const mine = parseRobots(`\ufeff${text}`, 'oodforge');
  t.deepEqual(
    ['/before', '/all', '/one', '/others', '/two'].map((path) => allows(mine, path)),
    [true, true, false, true, false],
  );
  t.is(mine.crawlDelayMs, 2500);
  const all = parseRobots(text, 'another');
  t.deepEqual([allows(all, '/all'), allows(all, '/one'), all.crawlDelayMs], [false, true, 0]);
});

test('parseRobots() reads no more than 500 KiB, and waits no longer than an hour', (t) => {
  const robots = readFor(
    'User-agent: *',
    'Crawl-delay: 99999999',
    `#${'x'.repeat(600_000)}`,
    'Disallow: /',
  );
  t.true(allows(robots, '/'));
  t.is(robots.crawlDelayMs, 3_600_000);
});

const piece = fc.constantFrom('a', 'b', '/', '*');
const path = fc
  .array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 })
  .map((parts) => `/${parts.join('')}`);
const rule = fc.record({
  isAllowed: fc.boolean(),
  pattern: fc
    .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '$'))
    .map(([parts, end]) => `/${parts.join('')}${end}`),
});

test('isAllowedBy() agrees with regular expressions, the longest pattern first', (t) => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), path, (rules, asked) => {
      const lines = rules.map(
        ({ isAllowed, pattern }) => `${isAllowed ? 'Allow' : 'Disallow'}: ${pattern}`,
      );
      // The address parser may fold "//" at the start into a host; keep it a path.
      const url = `${site}${asked.replace(/^\/+/, '/')}`;
      const target = new URL(url).pathname;
      const matching = rules.filter(({ pattern }) =>
        new RegExp(`^${pattern.replaceAll('*', '.*')}`).test(target),
      );
      const longest = Math.max(0, ...matching.map(({ pattern }) => pattern.length));
      const deciding = matching.filter(({ pattern }) => pattern.length === longest);
      const expected = deciding.length === 0 || deciding.some(({ isAllowed }) => isAllowed);
      t.is(isAllowedBy(readFor('User-agent: *', ...lines), url), expected);
    }),
  );
});

test('parseRobots() takes any text, and what it yields can be asked', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), (text, url) => {
      const robots = parseRobots(`User-agent: *\nDisallow: /${text}`, 'oodforge');
      t.is(typeof isAllowedBy(robots, url), 'boolean');
    }),
  );
});

test('isAllowedBy() is quick where a regular expression would not end', (t) => {
  const pattern = `/${'*a'.repeat(5_000)}$`;
  t.true(allows(readFor('User-agent: *', `Disallow: ${pattern}`), `/${'a'.repeat(20_000)}b`));
});

function gate(status: number, text: string) {
  const asked: string[] = [];
  const slept: number[] = [];
  let now = 0;
  const opened = openRobotsGate({
    product: 'oodforge',
    fetchRobots: async (url) => {
      asked.push(url);
      return { status, text };
    },
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    now: () => now,
  });
  return { ...opened, asked, slept };
}

for (const [status, isAllowed] of [
  [404, true],
  [410, true],
  [403, true],
  [429, false],
  [503, false],
  [304, false],
] as const) {
  test(`openRobotsGate() ${isAllowed ? 'allows' : 'forbids'} all where robots.txt answers ${status}`, async (t) => {
    t.is(await gate(status, 'User-agent: *\nDisallow: /x').isAllowed(`${site}/y`), isAllowed);
  });
}

test('openRobotsGate() reads each robots.txt once, also when asked twice at once', async (t) => {
  const { isAllowed, asked } = gate(200, 'User-agent: *\nDisallow: /x');
  const answers = await Promise.all([`${site}/x`, `${site}/y`, `${site}:444/x`].map(isAllowed));
  t.deepEqual(answers, [false, true, false]);
  t.deepEqual(asked, [`${site}/robots.txt`, `${site}:444/robots.txt`]);
});

test('openRobotsGate() keeps the distance that is asked for between requests', async (t) => {
  const { space, slept } = gate(200, 'User-agent: *\nCrawl-delay: 2');
  for (let i = 0; i < 3; i++) await space(`${site}/${i}`);
  t.deepEqual(slept, [2000, 2000]);
  const free = gate(200, '');
  await free.space(site);
  t.deepEqual(free.slept, []);
});

test('openRobotsGate() throws what the reader of robots.txt throws', async (t) => {
  const { isAllowed } = openRobotsGate({
    product: 'oodforge',
    fetchRobots: () => Promise.reject(new Error('no answer')),
    sleep: async () => {},
    now: () => 0,
  });
  await t.throwsAsync(isAllowed(site), { message: 'no answer' });
});

test('allForbidden forbids', (t) => {
  t.false(allows(allForbidden, '/'));
});
