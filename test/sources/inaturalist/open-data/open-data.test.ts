import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { Busy, InvalidInput } from '../../../../src/errors.ts';
import { acquireLock } from '../../../../src/io/index.ts';
import { openOpenData } from '../../../../src/sources/inaturalist/open-data/index.ts';
import { findSnapshot } from '../../../../src/sources/inaturalist/open-data/snapshot-files.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { fungi, smallRows, writeSnapshot } from '../../../support/open-data.ts';
import { type Answer, ask } from '../../../support/open-data-source.ts';

test('packed and plain files, fresh and prepared tables, one thread and two give the same', async (t) => {
  const folder = temporaryFolder(t);
  const plain = writeSnapshot(join(folder, 'plain'), smallRows);
  const packed = writeSnapshot(join(folder, 'packed'), smallRows, true);
  const answers: Answer[] = [];
  const costs: number[] = [];
  for (const [path, threads] of [
    [plain, 2],
    [plain, 2],
    [packed, 1],
  ] as const) {
    const source = await openOpenData(path, { workFolder: join(folder, 'work'), threads });
    answers.push(await ask(source, fungi));
    costs.push(source.cost.bytes);
    await source.close();
  }
  t.deepEqual(answers[1], answers[0]);
  t.deepEqual(answers[2], answers[0]);
  t.true((costs[0] ?? 0) > 0 && costs[1] === 0);
});

test('openOpenData() refuses a packed file that is cut or damaged, and leaves nothing', async (t) => {
  const folder = temporaryFolder(t);
  const rows = Array.from({ length: 3000 }, (_, i) =>
    (smallRows.photos[0] ?? []).with(1, String(1000 + i * 7919)),
  );
  for (const spoil of ['cut', 'damaged'] as const) {
    const path = writeSnapshot(join(folder, spoil), { ...smallRows, photos: rows }, true);
    const file = join(path, 'photos.csv.gz');
    const bytes = readFileSync(file);
    if (spoil === 'cut') truncateSync(file, bytes.length - 100);
    else {
      bytes[bytes.length - 6] = (bytes[bytes.length - 6] as number) ^ 0xff;
      writeFileSync(file, bytes);
    }
    const workFolder = join(folder, `work-${spoil}`);
    await t.throwsAsync(openOpenData(path, { workFolder }), {
      instanceOf: InvalidInput,
      message: /^Packed file is cut or damaged .*photos\.csv\.gz$/,
    });
    writeFileSync(file, readFileSync(file)); // another time of change, the same answer
    await t.throwsAsync(openOpenData(path, { workFolder }), { instanceOf: InvalidInput });
  }
});

test('openOpenData() says that another process prepares the same', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeSnapshot(join(folder, 'snapshot'), smallRows);
  const workFolder = temporaryFolder(t);
  const { key } = await findSnapshot(path);
  const lock = acquireLock(join(workFolder, `.open-data-${key}-1.lock`), 'it');
  await t.throwsAsync(openOpenData(path, { workFolder }), { instanceOf: Busy });
  lock.release();
  const source = await openOpenData(path, { workFolder });
  await source.close();
});

test('openOpenData() ends with the reason of the signal, and goes on the next time', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeSnapshot(join(folder, 'snapshot'), smallRows);
  const workFolder = join(folder, 'work');
  const stop = new AbortController();
  const reason = new Error('enough');
  await t.throwsAsync(
    openOpenData(path, {
      workFolder,
      signal: stop.signal,
      onProgress: ({ file }) => {
        if (file === 'observations.csv') stop.abort(reason);
      },
    }),
    { is: reason },
  );
  const source = await openOpenData(path, { workFolder });
  t.is((await ask(source, fungi)).species.length, 2);
  await source.close();
});
