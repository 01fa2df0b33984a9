import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput, RemoteFailure } from '../../../src/errors.ts';
import {
  findChromium,
  openBrowser,
  type PageReader,
  type WebBrowser,
  type WebBrowserOptions,
} from '../../../src/io/index.ts';
import { beforeBrowserTests, browserTest, processesWith } from '../../support/chromium.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { type Answer, lyingServer } from '../../support/lying-server.ts';

// Profiles of this file's browsers lie in a folder of its own, so that what is left can be counted.
const temporary = mkdtempSync(join(tmpdir(), 'oodforge-test-'));
process.env.TMPDIR = temporary;

const html = (body: string, head = ''): Answer => {
  return (_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`);
  };
};

/** By path. */
type Site = Readonly<Record<string, Answer>>;

function site(t: ExecutionContext, answers: Site) {
  return lyingServer(t, (request, response, n) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response, n);
  });
}

/** What the one browser of this file may do, told anew by each test. */
let rules: Pick<WebBrowserOptions, 'isAllowed' | 'beforeRequest'>;
const hosts: string[] = [];
let browser: WebBrowser;
/** The same, for pages that never come. */
let impatient: WebBrowser;
const open = (rest: Partial<WebBrowserOptions> = {}) =>
  openBrowser({
    contact: 'someone@example.org',
    hosts,
    isAllowed: (url) => rules.isAllowed(url),
    beforeRequest: (url) => rules.beforeRequest(url),
    timeoutMs: 30_000,
    ...rest,
  });

beforeBrowserTests(async () => {
  hosts.push('127.0.0.1'); // the name resolves; ports are let in by each test
  browser = await open();
  impatient = await open({ timeoutMs: 2_000 });
});
test.beforeEach(() => {
  rules = { isAllowed: async () => true, beforeRequest: async () => {} };
});
test.after.always(async () => {
  await browser?.close();
  await impatient?.close();
  rmSync(temporary, { recursive: true, force: true });
});

async function served(t: ExecutionContext, answers: Site) {
  const server = await site(t, answers);
  hosts.push(new URL(server.origin).host);
  return server;
}

type Read = (page: PageReader) => Promise<unknown>;
const look = (url: string, read: Read = async () => 'seen') =>
  browser.visit({ url, load: 'scripts' }, read);
const glance = (url: string, read: Read) => impatient.visit({ url, load: 'scripts' }, read);

const text = (page: PageReader, selector: string) =>
  page.until(selector, async () => {
    const [found] = await page.read(selector, { text: {} });
    return found?.text;
  });

browserTest('visit() sees what scripts draw, says who it is, and loads nothing else', async (t) => {
  const asked: string[] = [];
  rules = { ...rules, beforeRequest: async (url) => void asked.push(new URL(url).pathname) };
  const draw =
    'const { text } = await (await fetch("/data.json")).json(); document.body.insertAdjacentHTML("beforeend", "<p class=drawn>" + text)';
  const { origin, requests } = await served(t, {
    '/': html(
      '<img src="/image.png"><video src="/film.mp4"></video><iframe src="/frame"></iframe><script type=module src="/draw.js"></script>',
      '<link rel=stylesheet href="/style.css"><style>@font-face{font-family:a;src:url(/font.woff)}body{font-family:a}</style>',
    ),
    '/draw.js': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(draw);
    },
    '/data.json': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"text":"drawn"}');
    },
  });
  const before = { ...browser.cost };
  t.is(await look(`${origin}/`, (page) => text(page, '.drawn')), 'drawn');
  t.deepEqual(asked, ['/', '/draw.js', '/data.json']);
  t.deepEqual(
    requests.map(({ url }) => url),
    asked,
  );
  t.regex(requests[0]?.headers['user-agent'] ?? '', /^oodforge\/\S+ \(someone@example\.org\)$/);
  t.is(browser.cost.requests - before.requests, 3);
  t.true(browser.cost.bytes - before.bytes > 500);
  await look(`${origin}/`, (page) => text(page, '.drawn'));
  t.is(requests.filter(({ url }) => url === '/draw.js').length, 1, 'a script is fetched once');
});

browserTest('visit() of a document alone runs what stands in it and fetches nothing', async (t) => {
  const { origin, requests } = await served(t, {
    '/': html(
      '<script>var DATA = { a: [1].concat(2) }; fetch("/x")</script><script src="/y"></script>',
    ),
  });
  const url = `${origin}/`;
  const data = await browser.visit({ url, load: 'document' }, (page) => page.variable('DATA'));
  t.deepEqual(data, { a: [1, 2] });
  t.is(requests.length, 1);
});

browserTest('read() takes text as text, of the fields that are there', async (t) => {
  const { origin } = await served(t, {
    '/': html('<ul><li data-x="1"> <b>&lt;script&gt;</b> </li><li></li><li data-x=""></li></ul>'),
  });
  const rows = await look(`${origin}/`, (page) =>
    page.read('li', { x: { attribute: 'data-x' }, b: { at: 'b' } }, { most: 2 }),
  );
  t.deepEqual(rows, [{ x: '1', b: '<script>' }, {}]);
});

const toHost =
  (location: string): Answer =>
  (_, response) => {
    response.writeHead(302, { location }).end();
  };

browserTest('visit() refuses what is no page of the host', async (t) => {
  const { origin: elsewhere, requests } = await site(t, { '/': html('other') });
  const { origin } = await served(t, {
    '/404': (_, response) => void response.writeHead(404).end(),
    '/503': (_, response) => void response.writeHead(503, { 'retry-after': '7' }).end(),
    '/json': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    },
    '/file': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/zip' }).end('PK');
    },
    '/away': toHost(`${elsewhere}/`),
    '/name': toHost('http://example.org/'),
    '/wall': toHost('/login'),
    '/login': html('Log in'),
    '/loop': toHost('/loop'),
    '/cut': (_, response) => response.socket?.destroy(),
  });
  const cases: readonly (readonly [path: string, message: RegExp, retryable: boolean])[] = [
    ['/404', /^Answer 404 instead of a page: /, false],
    ['/503', /^Answer 503 instead of a page: /, true],
    ['/json', /^Not a page but "application\/json": /, false],
    ['/file', /^No page \(net::ERR_ABORTED\): /, true],
    ['/away', /^The page leads elsewhere, to "http:\/\/127\.0\.0\.1:\d+\/": /, false],
    ['/name', /^The page leads elsewhere, to "http:\/\/example\.org\/": /, false],
    ['/wall', /^Another page is shown, "\/login": /, false],
    ['/loop', /^No page \(net::ERR_TOO_MANY_REDIRECTS\): /, true],
    ['/cut', /^No page \(net::ERR_EMPTY_RESPONSE\): /, true],
  ];
  for (const [path, message, retryable] of cases) {
    const error = await t.throwsAsync(
      look(origin + path),
      { instanceOf: RemoteFailure, message },
      path,
    );
    t.is(error?.retryable, retryable, path);
    t.is(error?.url, origin + path);
    if (path === '/503') t.is(error?.retryAfterMs, 7_000);
  }
  t.is(requests.length, 0);
});

browserTest('visit() keeps a page from other hosts, sockets, windows and questions', async (t) => {
  const { origin: elsewhere, requests } = await site(t, { '/': html('other') });
  const attempts = `
    window.said = [];
    const tell = (what) => document.body.insertAdjacentHTML('beforeend', '<i>' + what + '</i>');
    fetch('${elsewhere}/').catch(() => tell('fetch'));
    try { new WebSocket('${elsewhere.replace('http', 'ws')}/') } catch { tell('socket') }
    const frame = document.body.appendChild(document.createElement('iframe'));
    try { new frame.contentWindow.WebSocket('${elsewhere.replace('http', 'ws')}/') } catch { tell('inner') }
    try { new Worker(URL.createObjectURL(new Blob(["fetch('${elsewhere}/')"]))) } catch { tell('worker') }
    if (window.open('${elsewhere}/') === null) tell('window');
    alert('Are you there?');
    navigator.sendBeacon('${elsewhere}/');
    location.href = '${elsewhere}/';
    setTimeout(() => { location.href = '/other'; tell('late') }, 50);`;
  const { origin } = await served(t, {
    '/': html(`<script>onload = () => {${attempts}}</script>`),
  });
  const seen = await look(`${origin}/`, (page) =>
    page.until('six', async () => {
      const found = await page.read('i', { text: {} });

      return found.length === 6 ? found.map((row) => row.text).sort() : undefined;
    }),
  );
  t.deepEqual(seen, ['fetch', 'inner', 'late', 'socket', 'window', 'worker']);
  t.is(requests.length, 0);
});

browserTest('until() names what a page does not show, and what was not let out', async (t) => {
  const { origin } = await served(t, {
    '/': html('<script>fetch("/secret"); fetch("http://example.org/data")</script>'),
  });
  rules = { ...rules, isAllowed: async (url) => !url.endsWith('/secret') };
  await t.throwsAsync(
    glance(`${origin}/`, (page) => text(page, '.never')),
    {
      instanceOf: RemoteFailure,
      message:
        /^The page does not show \.never \(robots\.txt forbids http:\S+\/secret; this host is not let in: http:\/\/example\.org\/data\): http:\S+\/$/,
    },
  );
  await t.throwsAsync(look(`${origin}/secret`), {
    instanceOf: InvalidInput,
    message: /^robots\.txt forbids this page: http/,
  });
});

browserTest('visit() ends with what a budget throws, for the page and what it loads', async (t) => {
  const { origin, requests } = await served(t, { '/': html('<script>fetch("/data")</script>') });
  for (const path of ['/', '/data']) {
    const beforeRequest = async (url: string) => {
      if (new URL(url).pathname === path) throw new RangeError('Nothing left');
    };
    rules = { ...rules, beforeRequest };
    await t.throwsAsync(
      look(`${origin}/`, (page) => text(page, '.never')),
      { instanceOf: RangeError, message: 'Nothing left' },
    );
  }
  t.deepEqual(
    requests.map(({ url }) => url),
    ['/'],
  );
});

browserTest('visit() lets nothing of a page out as it closes it', async (t) => {
  const paths: string[] = [];
  rules = {
    ...rules,
    beforeRequest: async (url) => {
      const { pathname } = new URL(url);
      paths.push(pathname);
      if (pathname.startsWith('/held')) await new Promise(() => {}); // a budget that is used up
    },
  };
  // The icon is asked for at some moment after the page: each page is left a little later.
  const script = `fetch('/held'); fetch('/held-alive', { keepalive: true });
    onunload = onpagehide = () => { navigator.sendBeacon('/farewell'); fetch('/farewell', { keepalive: true }); };`;
  const { origin, requests } = await served(t, { '/': html(`<script>${script}</script>`) });
  const before = browser.cost.requests;
  const most = 12;
  for (let n = 0; n < most; n++) {
    const waited = async (page: PageReader) => {
      await page.until('all', async () => (paths.length === 3 * (n + 1) ? true : undefined));
      await sleep(2 * n);
    };
    await look(`${origin}/`, waited);
  }
  await look(`${origin}/`); // what is late comes before it
  t.deepEqual(
    requests.map(({ url }) => url),
    new Array(most + 1).fill('/'),
  );
  t.is(browser.cost.requests - before, most + 1);
});

browserTest('visit() does not wait for ever, and the browser goes on', async (t) => {
  const { origin } = await served(t, {
    '/silent': () => {},
    '/half': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<p>half');
    },
    '/busy': html('<script>onload = () => { for (;;); }</script>'),
    '/good': html('<p>good'),
  });
  for (const path of ['/silent', '/half', '/busy']) {
    await t.throwsAsync(
      glance(origin + path, (page) => text(page, '.never')),
      {
        instanceOf: RemoteFailure,
        message: /^The page (does not show|cannot be read, No answer within 2000 ms)/,
      },
      path,
    );
  }
  t.is(await glance(`${origin}/good`, (page) => text(page, 'p')), 'good');
});

browserTest('visit() does not count the time that a budget takes', async (t) => {
  const { origin } = await served(t, { '/': html('<p>good') });
  rules = { ...rules, beforeRequest: () => sleep(3_000) };
  t.is(await glance(`${origin}/`, (page) => text(page, 'p')), 'good');
});

/** The browsers of this file besides the one that all tests share. */
const profiles = () =>
  readdirSync(temporary).filter((name) => name.startsWith('oodforge-browser-'));

browserTest('openBrowser() leaves no process and no profile when aborted midway', async (t) => {
  const { origin } = await served(t, { '/': () => {} });
  const before = profiles();
  const controller = new AbortController();
  const other = await open({ signal: controller.signal });
  const [mine = 'none'] = profiles().filter((name) => !before.includes(name));
  t.true(processesWith(mine).length > 0);
  const visit = other.visit({ url: `${origin}/`, load: 'scripts' }, async () => 'seen');
  setTimeout(() => controller.abort(new Error('Enough')), 50);
  await t.throwsAsync(visit, { message: 'Enough' });
  await other.close();
  while (processesWith(mine).length > 0) await sleep(50);
  t.deepEqual(profiles(), before);
  await t.throwsAsync(
    other.visit({ url: origin, load: 'scripts' }, async () => 1),
    {
      message: 'Enough',
    },
  );
});

browserTest('openBrowser() leaves no process when its own is killed', async (t) => {
  const index = fileURLToPath(new URL('../../../src/io/index.ts', import.meta.url));
  const script = `import { openBrowser } from ${JSON.stringify(index)};
    await openBrowser({ contact: 'a', hosts: [], isAllowed: async () => true, beforeRequest: async () => {} });
    console.log('open'); setInterval(() => {}, 1000);`;
  const TMPDIR = temporaryFolder(t);
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  t.true(processesWith(TMPDIR).length > 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  while (processesWith(TMPDIR).length > 0) await sleep(50);
  t.pass();
});

test('openBrowser() refuses a browser that does not start, and a contact that is none', async (t) => {
  const before = profiles();
  await t.throwsAsync(open({ executable: '/bin/false' }), {
    instanceOf: InvalidInput,
    message: /^The browser does not start, .*: \/bin\/false$/,
  });
  for (const contact of ['', ' ', 'a\nb', 'a)b', 'ä@example.org']) {
    await t.throwsAsync(open({ contact, executable: '/bin/false' }), {
      instanceOf: InvalidInput,
      message: /^Not a contact /,
    });
  }
  t.deepEqual(profiles(), before);
});

test('findChromium() says how to get one where none is', (t) => {
  const folder = temporaryFolder(t);
  t.throws(() => findChromium({ PATH: folder }), {
    instanceOf: InvalidInput,
    message: /apt-get install chromium.*PUPPETEER_EXECUTABLE_PATH/,
  });
  t.throws(() => findChromium({ PUPPETEER_EXECUTABLE_PATH: join(folder, 'none') }), {
    instanceOf: InvalidInput,
    message: /^No browser at ".*none": PUPPETEER_EXECUTABLE_PATH$/,
  });
  t.is(findChromium({ PUPPETEER_EXECUTABLE_PATH: '/bin/sh' }), '/bin/sh');
});
