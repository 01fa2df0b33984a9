import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { type ClassSet, parseClassSet, wnidSchema } from '../../../src/records/index.ts';
import { sourceOfKind } from '../../../src/sources/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { put } from '../../support/tiny-source.ts';

const scenes = parseClassSet(
  {
    schema: 1,
    name: 'scenes',
    title: 't',
    source: 's',
    members: ['abbey', 'apartment_building/outdoor', 'arena/hockey'].map((name) => ({ name })),
  },
  'scenes',
);
const synsets: ClassSet = {
  ...scenes,
  members: [
    { name: 'tench', synset: wnidSchema.parse('n01440764') },
    { name: 'goldfish', synset: wnidSchema.parse('n01443537') },
  ],
};
const none = { ...scenes, members: [] };

async function listIn(folder: string, options: Record<string, unknown>, classSet: ClassSet) {
  const request = { options, classSet, where: 'test' };
  return sourceOfKind(String(options.kind), 'test').list(folder, request);
}

function sourceWith(t: ExecutionContext, paths: readonly string[]): string {
  const folder = join(temporaryFolder(t), 'source');
  mkdirSync(folder);
  for (const path of paths) put(folder, path, 'x');
  return folder;
}

const flat = { kind: 'folders', roots: ['dtd/images', 'images'] };
const byNames = { kind: 'class-folders', roots: ['val'], folderNames: 'names' };
const byWnids = { kind: 'class-folders', roots: ['val'], folderNames: 'wnids' };

test('list() of folders takes images from whatever folders, each a part of the source', async (t) => {
  const paths = ['banded/b_1.jpg', 'banded/deep/b_1.JPEG', 'dotted/d.png', 'top.jpg'];
  const folder = sourceWith(
    t,
    paths.map((path) => `dtd/images/${path}`),
  );
  put(folder, 'dtd/labels/readme.txt', 'x');
  const { candidates, skipped, presentSplits, layout, root } = await listIn(folder, flat, none);
  t.deepEqual(
    candidates.map(({ id, sourceSplit }) => [id, sourceSplit]),
    [
      ['banded/b_1', 'banded'],
      ['banded/deep/b_1', 'banded'],
      ['dotted/d', 'dotted'],
      ['top', 'images'],
    ],
  );
  t.deepEqual(skipped, []);
  t.deepEqual(presentSplits, { banded: true, dotted: true, images: true });
  t.is(layout, 'folders');
  t.regex(root, /dtd\/images$/);
  const below = await listIn(join(folder, 'dtd/images/dotted'), flat, none);
  t.is(below.candidates[0]?.sourceSplit, 'images', 'flat, where it is pointed at itself');
});

test('list() of folders takes the images that a list names, and names those it does not find', async (t) => {
  const folder = sourceWith(t, ['JPEGImages/a.jpg', 'JPEGImages/b.jpg', 'lists/test.txt']);
  put(folder, 'lists/test.txt', 'b -1\nc 1\n');
  const listed = { kind: 'folders', roots: [], below: 'JPEGImages', list: 'lists/test.txt' };
  const { candidates, skipped, layout } = await listIn(folder, listed, none);
  t.deepEqual(
    candidates.map((one) => one.kind === 'unlabelled' && [one.id, one.image.path]),
    [['b', 'JPEGImages/b.jpg']],
  );
  t.deepEqual(
    skipped.map(({ reason, path }) => `${reason} ${path}`),
    ['photo-missing c'],
  );
  t.is(layout, 'flat');
  const without = { ...listed, list: 'lists/none.txt' };
  await t.throwsAsync(listIn(folder, without, none), { message: /No such list: .*none\.txt/ });
  symlinkSync('/dev/zero', join(folder, 'lists/endless.txt'));
  const endless = { ...listed, list: 'lists/endless.txt' };
  await t.throwsAsync(listIn(folder, endless, none), { message: /List is no file of the source/ });
  await t.throwsAsync(listIn(folder, { ...listed, below: 'Photos' }, none), {
    message: /No such folder: .*Photos/,
  });
});

test('list() of folders leaves out what is no image, what stands twice and what leads away', async (t) => {
  const folder = sourceWith(t, [
    'a/1.jpg',
    'a/1.PNG',
    'a/2.jpg',
    'a/.jpg',
    'a/notes.txt',
    'a/b\\c.jpg',
  ]);
  put(folder, `${'x/'.repeat(10)}deep.jpg`, 'x');
  put(join(folder, '..'), 'secret.jpg', 'x');
  symlinkSync(join(folder, '../secret.jpg'), join(folder, 'a/3.jpg'));
  symlinkSync(join(folder, 'a/2.jpg'), join(folder, 'a/4.jpg'));
  symlinkSync('nowhere', join(folder, 'a/5.jpg'));
  symlinkSync(folder, join(folder, 'a/loop.jpg'));
  writeFileSync(
    Buffer.concat([Buffer.from(join(folder, 'a/bad-')), Buffer.from([0xff]), Buffer.from('.jpg')]),
    'x',
  );
  const { candidates, skipped } = await listIn(folder, flat, none);
  t.deepEqual(
    candidates.map(({ id }) => id),
    ['a/2', 'a/4'],
  );
  t.deepEqual(skipped.map(({ reason }) => reason).sort(), [
    'link-outside',
    'link-outside',
    'link-outside',
    'name',
    'name',
    'name',
    'name-twice',
    'name-twice',
    'not-a-file',
    'too-deep',
  ]);
  t.true(
    skipped.some(({ path }) => path === '"a/b\\\\c.jpg"'),
    'a name that does not print is JSON',
  );
});

test('list() of class folders by name takes any way of writing it, and names what is of no class', async (t) => {
  for (const hockey of ['arena/hockey', 'a/arena/hockey', 'arena-hockey', 'Arena Hockey']) {
    const folder = sourceWith(t, [
      `val/${hockey}/1.jpg`,
      'val/abbey/1.jpg',
      'val/zoo/1.jpg',
      'val/0.jpg',
    ]);
    const { candidates, skipped, presentSplits } = await listIn(folder, byNames, scenes);
    t.deepEqual(
      candidates.map((one) => one.kind === 'class' && [one.id, one.member, one.wnid]),
      [
        ['abbey/1', 'abbey', undefined],
        ['arena-hockey/1', 'arena/hockey', undefined],
      ],
    );
    t.deepEqual(
      skipped.map(({ reason, path }) => `${reason} ${path}`),
      ['class-unknown 0.jpg', 'class-unknown zoo/1.jpg'],
    );
    t.deepEqual(presentSplits, {
      abbey: true,
      'apartment_building/outdoor': false,
      'arena/hockey': true,
    });
  }
});

test('list() of class folders by wnid takes neither of two images of one name', async (t) => {
  const folder = sourceWith(t, ['n01440764/1.JPEG', 'n01440764/2.JPEG', 'n01443537/2.JPEG']);
  const { candidates, skipped } = await listIn(folder, byWnids, synsets);
  t.deepEqual(
    candidates.map((one) => one.kind === 'class' && [one.id, one.member, one.wnid]),
    [['1', 'tench', 'n01440764']] as never,
  );
  t.deepEqual(
    skipped.map(({ reason }) => reason),
    ['name-twice', 'name-twice'],
  );
});

test('list() refuses folders in which it finds nothing, or two of one class', async (t) => {
  const empty = sourceWith(t, ['readme.txt']);
  await t.throwsAsync(listIn(empty, flat, none), {
    instanceOf: InvalidInput,
    message: /No image that ends in \.jpg/,
  });
  await t.throwsAsync(listIn(empty, byWnids, synsets), {
    message: /looked for n01440764\/ and 1 more/,
  });
  await t.throwsAsync(listIn(join(empty, 'none'), flat, none), { message: /No such folder/ });
  const twice = sourceWith(t, ['arena/hockey/1.jpg', 'arena-hockey/2.jpg']);
  await t.throwsAsync(listIn(twice, byNames, scenes), {
    message: /Two folders of the class arena\/hockey/,
  });
  const away = sourceWith(t, ['1.jpg']);
  mkdirSync(join(away, '../away'));
  symlinkSync('../away', join(away, 'images'));
  await t.throwsAsync(listIn(away, flat, none), { message: /link that leads out/ });
  rmSync(away, { recursive: true });
  const [first] = scenes.members;
  await t.throwsAsync(listIn(twice, byWnids, scenes), {
    message: /without synset has no folder, "abbey"/,
  });
  const alike = { ...scenes, members: [first!, { name: 'Abbey' }] };
  await t.throwsAsync(listIn(twice, byNames, alike), {
    message: /One folder for two classes, "abbey" and "Abbey"/,
  });
  await t.throwsAsync(listIn(twice, { ...flat, roots: ['../up'] }, none), {
    message: /segment "\.\."/,
  });
  await t.throwsAsync(listIn(twice, { ...byNames, folderNames: 'ids' }, scenes), {
    message: /folderNames/,
  });
});
