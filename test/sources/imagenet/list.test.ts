import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../../src/errors.ts';
import { sourceOfKind } from '../../../src/sources/index.ts';
import {
  classPhoto,
  dolphin,
  multilabelSet,
  wnids,
  writeClassSource,
} from '../../support/class-source.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { encodeTar } from '../../support/tar.ts';
import { put } from '../../support/tiny-source.ts';

const photo = await classPhoto(5);
const strangers = {
  [`${dolphin}_1.JPEG`]: photo,
  [`${dolphin}_1.jpg`]: photo,
  'n00000001_1.JPEG': photo,
  '.DS_Store': Buffer.from('x'),
};

function list(folder: string, classSet = multilabelSet) {
  const request = { options: { kind: 'imagenet' }, classSet, where: 'test' };
  return sourceOfKind('imagenet', 'test').list(folder, request);
}

async function sourceOf(
  t: ExecutionContext,
  options: Parameters<typeof writeClassSource>[1] = {},
): Promise<string> {
  const folder = join(temporaryFolder(t), 'source');
  await writeClassSource(folder, options);
  return folder;
}

test('list() finds class folders one folder down, and archives', async (t) => {
  const folders = await list(await sourceOf(t));
  const archives = await list(await sourceOf(t, { form: 'archives' }));
  t.is(folders.layout, 'folders');
  t.regex(folders.root, /imagenet21k_train$/);
  t.is(archives.layout, 'archives');
  for (const { candidates, skipped, presentSplits } of [folders, archives]) {
    t.is(candidates.length, 40);
    t.deepEqual(skipped, []);
    t.deepEqual(Object.keys(presentSplits), wnids);
    t.deepEqual([...new Set(Object.values(presentSplits))], [true]);
  }
  const ids = [folders, archives].map(({ candidates }) => candidates.map(({ id }) => id));
  t.deepEqual(ids[0], ids[1]);
  t.is(archives.candidates[0]?.image?.path, 'n01937909.tar/n01937909_1.JPEG');
});

test('list() takes some classes from folders and some from archives, and says which are missing', async (t) => {
  const folder = await sourceOf(t, { without: ['n02069412', 'n12356395'] });
  const image = { name: `${dolphin}_1.JPEG`, content: await classPhoto(1) };
  put(join(folder, 'imagenet21k_train'), `${dolphin}.tar`, encodeTar([image]));
  const { layout, presentSplits, candidates } = await list(folder);
  t.is(layout, 'folders and archives');
  t.is(candidates.length, 37);
  t.deepEqual(
    Object.keys(presentSplits).filter((wnid) => presentSplits[wnid] === false),
    ['n12356395'],
  );
});

test('list() refuses a class that stands twice, and two sources, by name', async (t) => {
  const twice = await sourceOf(t);
  put(join(twice, 'imagenet21k_train'), `${dolphin}.tar`, encodeTar([]));
  await t.throwsAsync(list(twice), {
    instanceOf: InvalidInput,
    message: /stands twice, as n02069412\/ and as n02069412\.tar/,
  });
  const two = await sourceOf(t);
  mkdirSync(join(two, 'imagenet21k_val', dolphin), { recursive: true });
  await t.throwsAsync(list(two), { message: /Two sources.*imagenet21k_train.*imagenet21k_val/ });
});

test('list() explains a folder that holds no class, and a set that cannot be looked for', async (t) => {
  const folder = temporaryFolder(t);
  await t.throwsAsync(list(join(folder, 'none')), { message: /No such folder/ });
  await t.throwsAsync(list(folder), { message: /looked for n02069412\/ or n02069412\.tar/ });
  writeFileSync(join(folder, dolphin), 'a file');
  await t.throwsAsync(list(folder), { instanceOf: InvalidInput, message: /Not a folder/ });
  const [first] = multilabelSet.members;
  const { synset: _, ...unbound } = first!;
  for (const [members, sentence] of [
    [[unbound], /without synset/],
    [[first!, { ...first!, name: 'again' }], /stands for two classes/],
  ] as const) {
    await t.throwsAsync(list(folder, { ...multilabelSet, members }), { message: sentence });
  }
});

test('list() passes over a folder beside the source that it may not read', async (t) => {
  const folder = await sourceOf(t);
  mkdirSync(join(folder, 'lost+found'));
  chmodSync(join(folder, 'lost+found'), 0);
  t.is((await list(folder)).candidates.length, 40);
});

for (const form of ['folders', 'archives'] as const) {
  test(`list() names what is no image of its class, and takes neither of two of one name, in ${form}`, async (t) => {
    const folder = await sourceOf(t, { form, files: { [dolphin]: strangers } });
    const { candidates, skipped } = await list(folder);
    t.is(candidates.length, 39);
    t.deepEqual(skipped.map(({ reason }) => reason).sort(), [
      'name',
      'name',
      'name-twice',
      'name-twice',
    ]);
    t.true(skipped.every(({ sourceSplit }) => sourceSplit === dolphin));
  });
}

test('list() follows no link out of the source', async (t) => {
  const folder = await sourceOf(t);
  const place = join(folder, 'imagenet21k_train', dolphin);
  writeFileSync(join(folder, '../secret.JPEG'), photo);
  symlinkSync(join(folder, '../secret.JPEG'), join(place, `${dolphin}_7.JPEG`));
  symlinkSync(join(place, `${dolphin}_1.JPEG`), join(place, `${dolphin}_8.JPEG`));
  symlinkSync('nowhere', join(place, `${dolphin}_9.JPEG`));
  mkdirSync(join(place, `${dolphin}_10.JPEG`));
  const { candidates, skipped } = await list(folder);
  t.is(candidates.length, 41, 'a link within the source is a file');
  t.deepEqual(
    skipped.map(({ reason }) => reason),
    ['not-a-file', 'link-outside', 'link-outside'],
  );
  rmSync(place, { recursive: true });
  symlinkSync(join(folder, '..'), place);
  await t.throwsAsync(list(folder), { message: /link that leads out/ });
});

test('list() names archive, member and offset of what it cannot take, and keeps what came before', async (t) => {
  const folder = await sourceOf(t, { form: 'archives', without: [dolphin] });
  const member = (name: string, type = '0') => ({ name, type, content: photo });
  const archive = encodeTar([
    member(`${dolphin}_1.JPEG`),
    { name: '../../etc/passwd' },
    { name: `${dolphin}_2.JPEG`, type: '2' },
    { name: `${dolphin}/`, type: '5' },
    member(`${dolphin}/${dolphin}_3.JPEG`),
    member(`deeper/${dolphin}_4.JPEG`),
    member(`${dolphin}_5.JPEG`),
  ]);
  put(folder, `${dolphin}.tar`, archive.subarray(0, archive.length - 1536));
  const { candidates, skipped } = await list(folder);
  const paths = candidates.flatMap(({ image }) => image?.path ?? []);
  t.deepEqual(
    paths.filter((path) => path.startsWith(dolphin)),
    [`${dolphin}.tar/${dolphin}_1.JPEG`, `${dolphin}.tar/${dolphin}/${dolphin}_3.JPEG`],
  );
  const step = 512 + Math.ceil(photo.length / 512) * 512;
  t.deepEqual(
    skipped.map(({ path, reason, detail }) => [path, reason, detail]),
    [
      [
        `${dolphin}.tar/../../etc/passwd`,
        'tar-name',
        `Name holds the segment "..", at byte ${step} of ${dolphin}.tar`,
      ],
      [
        `${dolphin}.tar/${dolphin}_2.JPEG`,
        'tar-link',
        `A link, which leads elsewhere, at byte ${step + 512} of ${dolphin}.tar`,
      ],
      [
        `${dolphin}.tar/deeper/${dolphin}_4.JPEG`,
        'name',
        `Name is not ${dolphin}, an underscore, a number and ".JPEG"`,
      ],
      [
        `${dolphin}.tar/${dolphin}_5.JPEG`,
        'tar-truncated',
        `Archive breaks off in a member, at byte ${3 * step + 3 * 512} of ${dolphin}.tar`,
      ],
    ],
  );
  t.is(readFileSync(join(folder, `${dolphin}.tar`)).length, archive.length - 1536);
});
