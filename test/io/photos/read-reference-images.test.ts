import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runOnThreads } from '../../../src/engine/index.ts';
import { InvalidInput, StorageFailure } from '../../../src/errors.ts';
import { hashBytes, ingestPhoto, readReferenceImages } from '../../../src/io/index.ts';
import { parseReferenceHashes, type TaskRunner } from '../../../src/records/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { smoothPhoto } from '../../support/photos.ts';

const onThreads =
  (threads: number): TaskRunner =>
  (task, items) =>
    runOnThreads(task, items, { threads, batchSize: 2 });

async function writeImages(t: ExecutionContext) {
  const root = temporaryFolder(t);
  const jpeg = await smoothPhoto().jpeg().toBuffer();
  const files = {
    'a.jpg': jpeg,
    'b/turned.png': await smoothPhoto({ seed: 2 }).png().toBuffer(),
    'b/cut.jpg': jpeg.subarray(0, -100),
    'b/moving.gif': await smoothPhoto({ seed: 3 }).gif().toBuffer(),
    'b/cmyk.jpg': await smoothPhoto().toColourspace('cmyk').jpeg().toBuffer(),
    'empty.jpg': Buffer.alloc(0),
    'notes.txt': Buffer.from('not an image'),
    'odd\tname.jpg': jpeg,
    'start.png': Buffer.from('89504e470d0a1a0a', 'hex'),
  };
  mkdirSync(join(root, 'b'));
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(root, path), bytes);
  return { root, jpeg };
}

test('readReferenceImages() hashes every image of a folder, and lists what is none', async (t) => {
  const { root, jpeg } = await writeImages(t);
  const seen: [number, number][] = [];
  const onProgress = (done: number, total: number) => void seen.push([done, total]);
  const bytes = await readReferenceImages(root, { runTask: onThreads(2), onProgress });
  t.deepEqual(seen.at(-1), [9, 9]);
  const text = Buffer.from(bytes).toString('utf8');
  t.deepEqual(
    text
      .split('\n')
      .filter((line) => line.startsWith('unreadable'))
      .map((line) => line.split('\t').slice(1)),
    [
      ['file-empty', 'empty.jpg'],
      ['photo-unknown', 'notes.txt'],
      ['photo-undecodable', 'start.png'],
    ],
  );
  const hashes = parseReferenceHashes(bytes, root);
  t.is(hashes.count, 6);
  t.deepEqual([hashes.pathOf(1), hashes.digestOf(1)], ['a.jpg', hashBytes(jpeg)]);
  t.is(hashes.pathOf(0), '"odd\\tname.jpg"');
  const { perceptualHash } = await ingestPhoto(jpeg, { resize: { kind: 'keep' }, leastSide: 1 });
  t.true(text.includes(`${perceptualHash}\t${hashBytes(jpeg)}\ta.jpg`));
  const again = await readReferenceImages(root, { runTask: onThreads(1) });
  t.deepEqual(again, bytes);
});

test('readReferenceImages() takes a hash file as it is, and no other file', async (t) => {
  const { root } = await writeImages(t);
  const bytes = await readReferenceImages(root, { runTask: onThreads(2) });
  const file = join(root, 'hashes.tsv');
  writeFileSync(file, bytes);
  t.deepEqual(await readReferenceImages(file, { runTask: onThreads(1) }), bytes);
  const notes = readReferenceImages(join(root, 'notes.txt'), { runTask: onThreads(1) });
  await t.throwsAsync(notes, { instanceOf: InvalidInput, message: /notes\.txt line 1/ });
  const absent = readReferenceImages(join(root, 'absent'), { runTask: onThreads(1) });
  await t.throwsAsync(absent, { instanceOf: StorageFailure });
});
