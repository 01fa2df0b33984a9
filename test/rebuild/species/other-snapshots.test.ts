import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { speciesStage } from '../../support/species-build.ts';

test('a build that prepares a snapshot names what others left, once, and removes nothing', async (t) => {
  const stage = await speciesStage(t);
  const old = join(stage.folder, 'work/open-data/open-data-0ld');
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, 'photos.parquet'), Buffer.alloc(1 << 20));
  const said: string[] = [];
  const options = {
    groups: ['fungi'],
    names: 'none',
    onWait: (text: string) => void said.push(text),
  };
  await stage.plan(options);
  t.deepEqual(said, [
    `prepared tables of another snapshot take 0.0 GB, remove those that you need no more: open-data-0ld in ${join(stage.folder, 'work/open-data')}`,
  ]);
  t.true(existsSync(old));
  await stage.plan(options);
  t.is(said.length, 1);
  t.is(
    readdirSync(join(stage.folder, 'work/open-data')).filter((name) => /^open-data-/.test(name))
      .length,
    2,
  );
});
