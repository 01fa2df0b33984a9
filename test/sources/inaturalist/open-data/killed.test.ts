import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openOpenData } from '../../../../src/sources/inaturalist/open-data/index.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { fungi, smallRows, writeSnapshot } from '../../../support/open-data.ts';

const module = new URL('../../../../src/sources/inaturalist/open-data/index.ts', import.meta.url)
  .href;

/** Prepares, and dies as soon as it reads the file named last, as by a kill from outside. */
const dying = `
  import { openOpenData } from '${module}';
  const [folder, workFolder, last] = process.argv.slice(1);
  const onProgress = ({ file }) => { if (file === last) process.kill(process.pid, 'SIGKILL'); };
  await openOpenData(folder, { workFolder, onProgress });
`;

test('a process killed while it prepares leaves nothing that is taken for whole', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeSnapshot(join(folder, 'snapshot'), smallRows);
  const answer = async (workFolder: string) => {
    const source = await openOpenData(path, { workFolder });
    const species = await Array.fromAsync(source.species(fungi));
    const photos = await Array.fromAsync(source.photos(species, fungi));
    await source.close();
    return { species, photos, leftOut: source.leftOut };
  };
  const undisturbed = await answer(join(folder, 'undisturbed'));
  const workFolder = join(folder, 'work');
  for (const last of ['taxa.csv', 'observers.csv', 'observations.csv', 'photos.csv']) {
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      dying,
      path,
      workFolder,
      last,
    ]);
    const [, signal] = await once(child, 'exit');
    t.is(signal, 'SIGKILL', last);
    t.deepEqual(
      readdirSync(workFolder).filter((name) => !name.startsWith('.')),
      [],
    );
  }
  t.deepEqual(await answer(workFolder), undisturbed);
  const left = readdirSync(workFolder).map((name) => name.replace(/[0-9a-f]{16}/, 'KEY'));
  t.deepEqual(left.sort(), ['.open-data-KEY-1.lock', 'open-data-KEY-1']);
});
