import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { manifestNames, openPinned, openPinnedWnids, readManifest } from '../../src/io/index.ts';
import { readClassSet } from '../../src/rebuild/read-class-set.ts';
import { parsePinnedSource, parseWnidTable, type Wnid } from '../../src/records/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startCli } from '../support/run-cli.ts';

// The lists are not part of this project. Where they lie beside the checkout they are read.
const mirror = fileURLToPath(
  new URL('../../../shared/realdata/classlists/imagenet', import.meta.url),
);
const onRealLists = existsSync(mirror) ? test : test.skip;
const places = { mirror, rawFolder: join(mirror, 'nowhere') };

const read = async (name: string) =>
  (await readManifest('sources', name, parsePinnedSource)).content;
const wnidsOf = async (name: string) => openPinnedWnids(await read(name), places);

onRealLists('every pinned ImageNet list is the file beside the checkout, and parses', async (t) => {
  for (const name of manifestNames('sources').filter((n) => n.startsWith('imagenet-'))) {
    const source = await read(name);
    const text = (await openPinned(source, places)).toString('utf8');
    const { holds } = source;
    if (holds.kind === 'wnids') t.is((await wnidsOf(name)).length, holds.members);
    else if (holds.kind === 'wnid-table') parseWnidTable(text, source.file, holds.rows);
    else t.fail(`${name} holds neither a list nor a table`);
  }
});

onRealLists('the lists contain each other as their papers say', async (t) => {
  const sets = async (name: string) => new Set<Wnid>(await wnidsOf(name));
  const whole = await sets('imagenet-21k');
  const thousand = await sets('imagenet-1k');
  for (const name of ['imagenet-21k-p', 'imagenet-12k']) {
    t.true((await sets(name)).isSubsetOf(whole), name);
  }
  for (const name of ['imagenet-a', 'imagenet-r']) {
    t.true((await sets(name)).isSubsetOf(thousand), name);
  }
  // ImageNet-1K has a teddy that ImageNet-21K of fall 2011 lacks.
  t.deepEqual([...thousand.difference(whole)].map(String), ['n04399382']);
  const microsoft = await wnidsOf('imagenet-21k-microsoft');
  t.deepEqual(microsoft.slice(0, 1000), await wnidsOf('imagenet-1k'));
  t.is(new Set(microsoft).difference(whole).size, 1);
});

onRealLists('sources verify passes on the folder, and fetch copies from it', async (t) => {
  const cwd = temporaryFolder(t);
  const names = manifestNames('sources').filter((name) => name.startsWith('imagenet-'));
  const run = (...args: readonly string[]) => startCli(['sources', ...args], { cwd }).finished;
  const verified = await run('verify', ...names, '--mirror', mirror);
  t.is(verified.code, 0, verified.stdout);
  const fetched = await run('fetch', ...names, '--mirror', mirror);
  t.is(fetched.code, 0, fetched.stdout);
  t.deepEqual(
    readFileSync(join(cwd, 'data/raw/imagenet_synsets.txt')),
    readFileSync(join(mirror, 'imagenet_synsets.txt')),
  );
  t.is((await run('verify', ...names)).code, 0);
});

onRealLists(
  'readClassSet() makes a class set of the pinned list that a recipe names',
  async (t) => {
    const { content, sha256 } = await readClassSet('imagenet-1k', places);
    t.deepEqual([content.name, content.members.length], ['imagenet-1k', 1000]);
    t.deepEqual(content.members[0], { name: 'n01440764', synset: content.members[0]?.synset });
    t.is(sha256, (await read('imagenet-1k')).sha256);
  },
);
