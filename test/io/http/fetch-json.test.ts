import test from 'ava';
import { fetchStage } from '../../support/fetcher.ts';

test('fetchJson() reads the value, and asks for it', async (t) => {
  const { fetcher, url, server } = await fetchStage(t, (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', etag: '"a"' }).end('{"ü":[1]}'),
  );
  const result = await fetcher.fetchJson(url, { mostBytes: 1_000 });
  t.like(result, { kind: 'fetched', value: { ü: [1] }, size: 10, url, etag: '"a"' });
  t.is(server.requests[0]?.headers.accept, 'application/json');
});

test('fetchJson() asks again for JSON that was cut short', async (t) => {
  const { fetcher, url, clock } = await fetchStage(t, (_, response, n) =>
    response.writeHead(200).end(n === 1 ? '{"results":[{"id":1' : '{"results":[]}'),
  );
  const result = await fetcher.fetchJson(url, { mostBytes: 1_000 });
  t.like(result, { kind: 'fetched', value: { results: [] } });
  t.deepEqual(clock.sleeps, [1_000]);
});

const bodies: readonly (readonly [what: string, body: string | Buffer, reason: string])[] = [
  ['NaN', '{"x":NaN}', 'not-json'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not-json'],
  ['a web page', '<html>Log in</html>', 'html'],
  ['nothing', '', 'empty'],
];

for (const [what, body, reason] of bodies) {
  test(`fetchJson() is refused, ${reason}, when ${what} is all that comes`, async (t) => {
    const { fetcher, url } = await fetchStage(t, (_, response) =>
      response.writeHead(200).end(body),
    );
    t.like(await fetcher.fetchJson(url, { mostBytes: 1_000 }), { kind: 'refused', reason, url });
  });
}
