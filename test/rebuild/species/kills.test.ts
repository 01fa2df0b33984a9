import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { SpeciesOptions } from '../../../src/rebuild/species/species-options.ts';
import { seededRandom } from '../../../src/records/index.ts';
import type { StandInRequest } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { speciesStage, sumsOf } from '../../support/species-build.ts';

const worker = fileURLToPath(new URL('../../support/kill-worker.ts', import.meta.url));
const kills = 50;
const atOnce = 4;
const groups = ['fungi', 'insects', 'plants'];

/** A process that is ready to build, started ahead of its turn. */
async function readyWorker(t: ExecutionContext): Promise<ChildProcess> {
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

/** Ids of the photos that the journal of a build holds; read from a copy, so that it stays as the kill left it. */
function journalled(t: ExecutionContext, building: string): ReadonlySet<number> {
  if (!existsSync(join(building, 'journal.sqlite'))) return new Set();
  const copy = temporaryFolder(t);
  for (const end of ['', '-wal']) {
    const file = join(building, `journal.sqlite${end}`);
    if (existsSync(file)) cpSync(file, join(copy, basename(file)));
  }
  const database = new DatabaseSync(join(copy, 'journal.sqlite'));
  try {
    const isMade = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'entries'").get();
    if (isMade === undefined) return new Set();
    const rows = database.prepare("SELECT key FROM entries WHERE area = 'acquired'").all();
    return new Set(rows.map(({ key }) => Number(key)));
  } finally {
    database.close();
  }
}

test('a build killed at fifty moments ends with the same bytes, and fetches again what was under way', async (t) => {
  const asked: number[] = [];
  const listen = {
    path: /^\/open-data\/photos\/(\d+)\//,
    answer: ({ groups }: StandInRequest) => void asked.push(Number(groups[0])),
  };
  const stage = await speciesStage(t, { routes: [listen] });
  const expected = sumsOf(await stage.build({ groups }));
  const photos = new Set(asked);
  t.is(asked.length, photos.size, 'undisturbed, no photo is asked for twice');

  const random = seededRandom('kills');
  const recipe = join(stage.folder, 'species-stand-in.json');
  const undisturbedMs = await (async () => {
    const child = await readyWorker(t);
    const begin = performance.now();
    const round = {
      out: join(stage.folder, 'timed'),
      workFolder: join(stage.folder, 'timed-work'),
    };
    child.send([recipe, stage.options({ ...round, atOnce, groups })]);
    await once(child, 'exit');
    return performance.now() - begin;
  })();

  let killed = 0;
  let next = readyWorker(t);
  for (let round = 0; killed < kills; round++) {
    const out = join(stage.folder, `round-${round}`);
    const workFolder = join(stage.folder, `work-${round}`);
    const options: SpeciesOptions = stage.options({ out, workFolder, atOnce, groups });
    const release = join(out, 'species-stand-in-1.0.0');
    const building = join(out, '.species-stand-in-1.0.0.building');
    const askedInRound = new Set<number>();
    for (let attempt = 0; !existsSync(release); attempt++) {
      t.true(attempt < 60, 'the build ends');
      const before = journalled(t, building);
      asked.length = 0;
      const child = await next;
      next = readyWorker(t);
      const exited = once(child, 'exit');
      child.send([recipe, options]);
      // Later and later within a round, so that every phase is hit and the round still ends.
      const isLeft = killed >= kills;
      const moment = random.between(0.02, 0.8) * undisturbedMs * (0.5 + attempt / 10);
      const stop = new AbortController();
      if (!isLeft) {
        void setTimeout(moment, undefined, { signal: stop.signal }).then(
          () => child.kill('SIGKILL'),
          () => {},
        );
      }
      const [code, signal] = await exited;
      stop.abort();
      if (signal === 'SIGKILL') killed++;
      else t.is(code, 0);
      for (const id of asked) {
        t.false(before.has(id), `photo ${id} was at hand already`);
        askedInRound.add(id);
      }
      t.is(new Set(asked).size, asked.length, 'no photo is asked for twice within one attempt');
      if (existsSync(release)) break;
      const after = journalled(t, building);
      const open = [...askedInRound].filter((id) => !after.has(id));
      t.true(open.length <= atOnce, `${open.length} photos were under way`);
    }
    t.is(sumsOf(release), expected);
    t.deepEqual(askedInRound, photos);
    t.false(existsSync(building) && killed < kills, 'nothing is left lying around');
  }
  (await next).kill('SIGKILL');
  t.log(`${killed} kills, a build takes ${Math.round(undisturbedMs)} ms undisturbed`);
});
