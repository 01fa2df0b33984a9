import test from 'ava';
import { openHttp, staysEncrypted } from '../../../src/io/http/open-http.ts';
import { lyingServer } from '../../support/lying-server.ts';

const hops: readonly (readonly [start: string, locations: readonly string[], isKept: boolean])[] = [
  ['https://a.example/x', ['https://b.example/y'], true],
  ['https://a.example/x', ['/y', '//c.example/z'], true],
  ['https://a.example/x', ['http://a.example/x'], false],
  ['http://127.0.0.1/x', ['/y', 'https://a.example/x'], true],
  ['http://127.0.0.1/x', ['https://a.example/x', 'http://a.example/x'], false],
  ['https://a.example/x', ['file:///etc/hostname'], false],
  ['https://a.example/x', ['https://'], false],
];

for (const [start, locations, isKept] of hops) {
  test(`staysEncrypted() is ${isKept} from ${start} over ${locations.join(', ')}`, (t) => {
    const follows = staysEncrypted(start);
    let url = start;
    const answers = locations.map((location) => {
      const isFollowed = follows({ headers: { location }, url });
      if (isFollowed) url = new URL(location, url).href;
      return isFollowed;
    });
    t.is(answers.at(-1), isKept);
    t.true(answers.slice(0, -1).every(Boolean));
  });
}

test('openHttp() undoes no encoding, and tells headers whatever their case', async (t) => {
  const { origin } = await lyingServer(t, (_, response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'X-Some': 'thing' }).end('not gzip'),
  );
  const reply = await openHttp()(`${origin}/x`);
  t.is(reply.header('x-some'), 'thing');
  t.is(reply.header('x-none'), undefined);
  const chunks = await Array.fromAsync(reply.body);
  t.is(Buffer.concat(chunks).toString(), 'not gzip');
});

test('openHttp() follows redirects, and says where they led', async (t) => {
  const { origin, requests } = await lyingServer(t, (request, response) =>
    request.url === '/b'
      ? response.writeHead(200).end('here')
      : response.writeHead(302, { location: '/b' }).end(),
  );
  const reply = await openHttp()(`${origin}/a`, { headers: { range: 'bytes=1-' } });
  reply.close();
  t.is(reply.url, `${origin}/b`);
  t.is(requests[1]?.headers.range, 'bytes=1-');
});

test('openHttp() does not retry a name that does not exist', async (t) => {
  const error = await t.throwsAsync(openHttp()('https://no-such-host.invalid/x'));
  t.is(error?.name, 'RemoteFailure');
  t.regex(error?.message ?? '', /https:\/\/no-such-host\.invalid\/x$/);
});

test('openHttp() ends when the whole reply takes too long', async (t) => {
  const { origin } = await lyingServer(t, (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 5);
    response.on('close', () => clearInterval(timer));
  });
  const readAll = async () => {
    const reply = await openHttp()(`${origin}/x`, { timeoutMs: 100 });
    return Array.fromAsync(reply.body);
  };
  await t.throwsAsync(readAll, { message: /too slow \(ETIMEDOUT\)/ });
});
