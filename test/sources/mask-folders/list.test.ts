import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { parseClassSet } from '../../../src/records/index.ts';
import { sourceOfKind } from '../../../src/sources/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { encodeTar } from '../../support/tar.ts';
import { put } from '../../support/tiny-source.ts';

const classSet = parseClassSet(
  {
    schema: 1,
    name: 'two',
    title: 't',
    source: 's',
    voidValue: 255,
    members: [{ name: 'free' }, { name: 'obstacle' }],
  },
  'two',
);
const options = {
  kind: 'mask-folders',
  parts: [
    { name: 'train', images: 'left/train', masks: 'coarse/train', archive: 'all.tar' },
    { name: 'test', images: 'left/test', masks: 'coarse/test', list: 'lists/test.txt' },
  ],
  imageEnding: '_left.png',
  maskEnding: '_ids.PNG',
  besides: ['_color.png'],
  values: { 0: 'void', 1: 'free', 2: 'obstacle' },
};

async function list(folder: string, changes: object = {}, set = classSet) {
  const request = { options: { ...options, ...changes }, classSet: set, where: 'test' };
  return sourceOfKind('mask-folders', 'test').list(folder, request);
}

test('list() pairs by what stands before the endings, passes over what stands beside, and reads lists', async (t) => {
  const folder = temporaryFolder(t);
  for (const path of [
    'left/train/01/a_left.png',
    'coarse/train/01/a_ids.png',
    'coarse/train/01/a_color.png',
    'coarse/train/01/a_polygons.json',
    'left/test/b_left.png',
    'coarse/test/b_ids.png',
    'left/test/c_left.png',
    'coarse/test/c_ids.png',
    'left/test/d_left.png',
  ])
    put(folder, path, 'x');
  put(folder, 'lists/test.txt', 'b 1\r\nd -1\n\n');
  const { candidates, skipped, presentSplits } = await list(folder);
  t.deepEqual(
    candidates.map((one) => one.kind === 'mask' && [one.key, one.clip, one.mask.path]),
    [
      ['test/b', 'b', 'coarse/test/b_ids.png'],
      ['train/01/a', '01', 'coarse/train/01/a_ids.png'],
    ],
  );
  t.deepEqual(
    skipped.map(({ reason, path }) => `${reason} ${path}`),
    ['name coarse/train/01/a_polygons.json', 'mask-missing coarse/test/d'],
  );
  t.deepEqual(presentSplits, { train: true, test: true });
});

test('list() takes no image whose name stands in two parts', async (t) => {
  const folder = temporaryFolder(t);
  for (const part of ['train', 'test']) {
    put(folder, `left/${part}/a_left.png`, 'x');
    put(folder, `coarse/${part}/a_ids.png`, 'x');
  }
  put(folder, 'lists/test.txt', 'a');
  const { candidates, skipped } = await list(folder);
  t.deepEqual(candidates, []);
  t.deepEqual([...new Set(skipped.map(({ reason }) => reason))], ['name-in-several-parts']);
});

test('list() of an archive names what it cannot take, once', async (t) => {
  const folder = temporaryFolder(t);
  const content = Buffer.from('x');
  const archive = encodeTar([
    { name: 'left/train/a_left.png', content },
    { name: 'coarse/train/a_ids.png', content },
    { name: 'coarse/train/a_ids.png', content },
    { name: '../../etc/passwd', content },
    { name: 'coarse/train/b_ids.png', type: '2' },
    { name: 'elsewhere/c_ids.png', content },
  ]);
  put(folder, 'all.tar', archive.subarray(0, archive.length - 1500));
  const { candidates, skipped, layout, presentSplits } = await list(folder);
  t.is(layout, 'archive');
  t.deepEqual(presentSplits, { train: true, test: false });
  t.is(candidates[0]?.kind === 'mask' && candidates[0].mask.path, 'all.tar/coarse/train/a_ids.png');
  t.deepEqual(skipped.map(({ reason }) => reason).sort(), [
    'name-twice',
    'tar-link',
    'tar-name',
    'tar-truncated',
  ]);
});

test('list() refuses what it cannot read, by name', async (t) => {
  const folder = temporaryFolder(t);
  await t.throwsAsync(list(folder), {
    instanceOf: InvalidInput,
    message: /No part of the source \(looked for coarse\/train/,
  });
  put(folder, 'coarse/test/a_ids.png', 'x');
  await t.throwsAsync(list(folder), { message: /No such list: .*lists\/test\.txt/ });
  rmSync(join(folder, 'coarse'), { recursive: true });
  mkdirSync(join(folder, 'all.tar'));
  await t.throwsAsync(list(folder), { message: /Not a regular file: .*all\.tar/ });
  mkdirSync(join(folder, 'coarse'));
  writeFileSync(join(folder, 'file'), 'x');
  symlinkSync('/', join(folder, 'coarse/train'));
  await t.throwsAsync(list(folder), { message: /link that leads out/ });
  for (const [change, message] of [
    [{ values: { 1: 'tree' } }, /Class set two has no class "tree": recipe at source\.values\.1/],
    [{ values: { 256: 'free' } }, /values/],
    [{ parts: [] }, /parts/],
    [{ parts: [options.parts[0], options.parts[0]] }, /Part named twice/],
    [{ parts: [{ ...options.parts[0], masks: '../up' }] }, /segment "\.\."/],
    [{ archives: [{ file: 'a.tar', md5: 'x' }] }, /Not an MD5 digest/],
    [{ imageEnding: 'png' }, /Not an ending/],
  ] as const) {
    await t.throwsAsync(list(folder, change), { instanceOf: InvalidInput, message });
  }
  const { voidValue: _, ...unvoid } = classSet;
  await t.throwsAsync(list(folder, {}, unvoid), { message: /without voidValue/ });
});
