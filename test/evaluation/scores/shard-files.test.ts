import { appendFile, rm, writeFile } from 'node:fs/promises';
import test from 'ava';
import { DamagedFile, InvalidInput } from '../../../src/errors.ts';
import {
  readArray,
  readShard,
  shardPath,
  writeShard,
} from '../../../src/evaluation/scores/shard-files.ts';
import { temporaryFolder } from '../../support/folders.ts';

const shard = {
  shard: 3,
  subjects: ['test/a', 'test/b'],
  arrays: [
    {
      name: 'msp',
      parts: [Float32Array.of(-0.5), Float32Array.of(-0.25)],
      shapes: [[], []],
    },
    {
      name: 'max-logit',
      parts: [Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(7, 8)],
      shapes: [
        [2, 3],
        [1, 2],
      ],
    },
  ],
};

test('writeShard() keeps arrays of any shape, image by image', async (t) => {
  const folder = temporaryFolder(t);
  await writeShard(folder, shard);
  const read = await readShard(folder, 3);
  t.deepEqual(read?.subjects, shard.subjects);
  t.deepEqual(readArray(folder, read as never, 'msp'), shard.arrays[0]?.parts);
  t.deepEqual(readArray(folder, read as never, 'max-logit'), shard.arrays[1]?.parts);
});

test('readShard() finds nothing when the shard was not finished', async (t) => {
  const folder = temporaryFolder(t);
  await writeFile(shardPath(folder, 3, 'msp'), 'half');
  t.is(await readShard(folder, 3), undefined);
});

test('readShard() refuses a file of another form', async (t) => {
  const folder = temporaryFolder(t);
  await writeFile(shardPath(folder, 3), '{"schema": 1}');
  await t.throwsAsync(readShard(folder, 3), { instanceOf: InvalidInput });
});

test('readArray() refuses scores that were changed, lost, or never written', async (t) => {
  const folder = temporaryFolder(t);
  const written = await writeShard(folder, shard);
  t.throws(() => readArray(folder, written, 'energy'), { instanceOf: DamagedFile });
  await appendFile(shardPath(folder, 3, 'msp'), 'x');
  t.throws(() => readArray(folder, written, 'msp'), { instanceOf: DamagedFile });
  await rm(shardPath(folder, 3, 'msp'));
  t.throws(() => readArray(folder, written, 'msp'), { instanceOf: DamagedFile, message: /gone/ });
});
