import { homedir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { parseFrom, parseNames } from '../../../src/rebuild/species/parse-from.ts';

const api = 'https://api.inaturalist.org/v2';

for (const [text, from] of [
  ['open-data:/data/x', { way: 'open-data', folder: '/data/x' }],
  ['/data/x', { way: 'open-data', folder: '/data/x' }],
  ['open-data:~/x', { way: 'open-data', folder: join(homedir(), 'x') }],
  ['open-data:~x', { way: 'open-data', folder: '~x' }],
  ['api', { way: 'api', url: api, isOwn: false }],
  ['api:http://127.0.0.1:8/v1', { way: 'api', url: 'http://127.0.0.1:8/v1', isOwn: true }],
  ['web:http://a.b', { way: 'web', url: 'http://a.b', isOwn: true }],
] as const) {
  test(`parseFrom() reads "${text}"`, (t) => t.deepEqual(parseFrom(text), from));
}

for (const text of ['', 'open-data:', 'open-data', 'ftp:x', 'http://a.b/v1']) {
  test(`parseFrom() refuses "${text}"`, (t) => {
    t.throws(() => parseFrom(text), { instanceOf: InvalidInput, message: /--from$/ });
  });
}

test('parseNames() reads an API, none, and nothing as the usual API', (t) => {
  t.is(parseNames('none'), undefined);
  t.is(parseNames(undefined)?.url, api);
  t.is(parseNames('api:http://a.b/v1')?.url, 'http://a.b/v1');
  t.throws(() => parseNames('web'), { instanceOf: InvalidInput, message: /--names$/ });
});
