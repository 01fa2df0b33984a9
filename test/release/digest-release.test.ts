import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { InvalidRelease } from '../../src/errors.ts';
import { hashBytes } from '../../src/io/index.ts';
import { digestRelease } from '../../src/release/index.ts';
import { temporaryFolder } from '../support/folders.ts';

test('digestRelease() is the digest of the checksums, and needs them', async (t) => {
  const folder = temporaryFolder(t);
  await t.throwsAsync(digestRelease(folder), {
    instanceOf: InvalidRelease,
    message: `File missing: ${join(folder, 'SHA256SUMS')}`,
  });
  writeFileSync(join(folder, 'SHA256SUMS'), 'sums\n');
  t.is(await digestRelease(folder), hashBytes('sums\n'));
});
