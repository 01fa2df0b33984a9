import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { readShared, readWordnetNouns } from '../../src/io/index.ts';
import { readNouns } from '../../src/lexicon/index.ts';
import { temporaryFolder } from '../support/folders.ts';

test('readWordnetNouns() reads the file of the package into shared memory', async (t) => {
  const { bytes, sha256, where } = await readWordnetNouns();
  t.true(bytes.buffer instanceof SharedArrayBuffer);
  t.is(bytes.length, 15_300_280);
  // Princeton's data.noun of WordNet 3.0.
  t.regex(sha256, /^489f145e.*b614cc$/);
  t.is(where, 'wordnet/db/data.noun');
});

test('readWordnetNouns() names the file where there is none', async (t) => {
  const path = join(temporaryFolder(t), 'data.noun');
  const error = await t.throwsAsync(readWordnetNouns(path), { instanceOf: InvalidInput });
  t.is(error?.message, `No such file: ${path}`);
});

test('readNouns() refuses an empty file', async (t) => {
  const path = join(temporaryFolder(t), 'data.noun');
  writeFileSync(path, '');
  const { bytes, where } = await readShared(path);
  t.is(bytes.length, 0);
  t.throws(() => readNouns(bytes, where), {
    instanceOf: InvalidInput,
    message: /^No WordNet data file/,
  });
});
