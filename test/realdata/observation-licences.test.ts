import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { parseLicenceCode } from '../../src/records/index.ts';
import { photoPlace } from '../../src/sources/inaturalist/api/photo-place.ts';

const folder = fileURLToPath(new URL('../../../shared/realdata/inat/exports/', import.meta.url));
const onRealExports = existsSync(folder) ? test : test.skip;

onRealExports('an open licence of an observation does not make its photo open: 51 are not', (t) => {
  const rows = ['271606', '284867'].flatMap((name): Record<string, string>[] =>
    parse(readFileSync(`${folder}observations-${name}.csv`), { columns: true }),
  );
  const place = photoPlace('https://inaturalist-open-data.s3.amazonaws.com');
  const openly = rows.filter(({ license }) => parseLicenceCode(license) !== undefined);
  const isElsewhere = ({ image_url: url = '' }: Record<string, string>) => {
    const id = Number(/\/photos\/(\d+)\//.exec(url)?.[1]);
    return url !== '' && place.extensionOf(id, url) === undefined;
  };
  const trapped = openly.filter(isElsewhere);
  t.is(rows.length, 637);
  t.is(trapped.length, 51);
  t.true(
    trapped.every(({ image_url: url = '' }) => new URL(url).host === 'static.inaturalist.org'),
  );
});
