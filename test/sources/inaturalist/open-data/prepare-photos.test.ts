import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openTables, sqlText } from '../../../../src/io/index.ts';
import { startPreparation } from '../../../../src/sources/inaturalist/open-data/preparation.ts';
import { prepareObservations } from '../../../../src/sources/inaturalist/open-data/prepare-observations.ts';
import { prepareObservers } from '../../../../src/sources/inaturalist/open-data/prepare-observers.ts';
import { preparePhotos } from '../../../../src/sources/inaturalist/open-data/prepare-photos.ts';
import { prepareSummary } from '../../../../src/sources/inaturalist/open-data/prepare-summary.ts';
import { prepareTaxa } from '../../../../src/sources/inaturalist/open-data/prepare-taxa.ts';
import { findSnapshot } from '../../../../src/sources/inaturalist/open-data/snapshot-files.ts';
import { temporaryFolder } from '../../../support/folders.ts';
import { smallRows, uuid, writeSnapshot } from '../../../support/open-data.ts';

/** Rows of what is prepared where so many bytes of rows are held at a time. */
async function preparedRows(t: ExecutionContext, memoryBytes: number) {
  const row = smallRows.photos[0] ?? [];
  const [observed = [], ...others] = smallRows.observations;
  const rows = {
    ...smallRows,
    observations: [observed, observed, ...others],
    photos: [
      ...smallRows.photos,
      ...Array.from({ length: 60 }, (_, i) =>
        row.with(1, String(11 + (i % 40))).with(2, uuid(1 + (i % 5))),
      ),
    ],
  };
  const folder = temporaryFolder(t);
  const { files } = await findSnapshot(writeSnapshot(join(folder, 'snapshot'), rows));
  const options = { folder: join(folder, 'tables'), scratch: join(folder, 'scratch'), memoryBytes };
  for (const path of [options.folder, options.scratch]) mkdirSync(path);
  const tables = await openTables();
  t.teardown(() => tables.close());
  const work = startPreparation(tables, files, options);
  for (const step of [
    prepareTaxa,
    prepareObservers,
    prepareObservations,
    preparePhotos,
    prepareSummary,
  ]) {
    await step(work);
  }
  const prepared: Record<string, unknown[]> = {};
  for (const name of ['photos', 'observations', 'counts', 'doubled']) {
    const from = `read_parquet(${sqlText(join(options.folder, `${name}.parquet`))})`;
    prepared[name] = await Array.fromAsync(tables.rows(`SELECT * FROM ${from} ORDER BY ALL`));
  }
  return { passes: await work.passes('photos', 60), prepared, leftOut: work.leftOut.list() };
}

test('preparePhotos() and prepareSummary() give the same in many passes as in one', async (t) => {
  const once = await preparedRows(t, 2 ** 30);
  const often = await preparedRows(t, 200);
  t.is(once.passes, 1);
  t.true(often.passes > 10);
  t.true((once.prepared.doubled?.length ?? 0) > 0);
  t.deepEqual({ ...often, passes: 1 }, once);
});
