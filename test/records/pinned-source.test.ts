import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { parsePinnedSource } from '../../src/records/index.ts';
import { pinManifest } from '../support/pinned.ts';

const refusals: readonly (readonly [change: object, sentence: RegExp])[] = [
  [{ schema: 2 }, /at schema/],
  [{ file: '../up.txt' }, /Not a plain file name.*"\.\.\/up\.txt".*at file/],
  [{ file: 'a/b.txt' }, /plain file name/],
  [{ file: '.hidden' }, /plain file name/],
  [{ file: 'x.part' }, /plain file name/],
  [{ url: 'http://example.org/x' }, /Neither https nor http on this machine.*at url/],
  [{ url: 'https://user:secret@example.org/x' }, /at url/],
  [{ url: 'file:///etc/hostname' }, /at url/],
  [{ url: 'nowhere' }, /at url/],
  [{ bytes: 0 }, /at bytes/],
  [{ sha256: 'XYZ' }, /Not a SHA-256.*at sha256/],
  [{ holds: { kind: 'wnids', members: 3 } }, /at holds\.ordered/],
  [{ holds: { kind: 'pictures' } }, /at holds\.kind/],
];

for (const [change, sentence] of refusals) {
  test(`parsePinnedSource() refuses ${JSON.stringify(change)}`, (t) => {
    t.throws(() => parsePinnedSource(pinManifest(Buffer.from('x'), change), 's.json'), {
      instanceOf: InvalidInput,
      message: sentence,
    });
  });
}

test('parsePinnedSource() takes a server that rehearses on this machine', (t) => {
  for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:80']) {
    const url = `http://${host}/x`;
    t.is(parsePinnedSource(pinManifest(Buffer.from('x'), { url }), 's.json').url, url);
  }
});

test('no two pinned sources share a file, and every address names a commit', (t) => {
  const folder = new URL('../../manifests/sources/', import.meta.url);
  const sources = readdirSync(folder).map((file) =>
    parsePinnedSource(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file),
  );
  t.is(new Set(sources.map(({ file }) => file)).size, sources.length);
  for (const { url } of sources) t.regex(url, /\/[0-9a-f]{40}\//);
});
