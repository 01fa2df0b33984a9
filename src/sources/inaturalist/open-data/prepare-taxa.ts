import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sqlText, type Tables } from '../../../io/index.ts';
import { loadRows } from './load-rows.ts';
import type { Preparation } from './preparation.ts';
import { idOf, reasonOf, textOf } from './read-values.ts';
import { placeTaxa, type TaxonLink } from './taxon-order.ts';

/**
 * Reads the taxa and writes `taxa.parquet`, by place: `place`, `last` (of what is below it), `parent`
 * (its place or -1), `taxon_id`, `rank`, `name`, `active`. Ancestors without a row of their own have a
 * place all the same, and no name; those who have observations of them are counted.
 */
export async function prepareTaxa(work: Preparation): Promise<void> {
  const { tables, files, folder, scratch } = work;
  await loadRows(tables, files.taxa, { ...work.load('taxa'), select: taxonColumns });
  await tables.run(`
    CREATE TABLE taxa_once AS
    SELECT * EXCLUDE nth FROM (
      SELECT *, row_number() OVER (
        PARTITION BY taxon_id ORDER BY active DESC, rank, name, ancestry) AS nth
      FROM taxa_rows WHERE problem IS NULL
    ) WHERE nth = 1`);
  const links = [...(await readLinks(tables)), ...(await readMissing(tables))];
  const placed = placeTaxa(links);
  const order = join(scratch, 'order.tsv');
  await pipeline(Readable.from(orderLines(placed)), createWriteStream(order));
  await tables.run(`
    CREATE TABLE placed AS SELECT * FROM read_csv(${sqlText(order)}, delim = '\t', header = false,
      auto_detect = false, columns = {taxon_id: 'INTEGER', place: 'INTEGER', last: 'INTEGER', parent: 'INTEGER'})`);
  await tables.run(`
    COPY (
      SELECT place, last, placed.parent, taxon_id, rank, name, coalesce(active, false) AS active
      FROM placed LEFT JOIN taxa_once USING (taxon_id) ORDER BY place
    ) TO ${sqlText(join(folder, 'taxa.parquet'))} (FORMAT parquet, COMPRESSION zstd)`);
  await work.count('taxa.csv', 'SELECT problem AS reason, line AS example FROM taxa_rows');
  await work.count('taxa.csv', doubtfulTaxa);
}

/** Ancestries are written with `/`; the documentation says `\`. */
const taxonColumns = `
  ${idOf('raw_taxon_id', 'INTEGER')} AS taxon_id,
  replace(coalesce(${textOf('raw_ancestry')}, ''), '\\', '/') AS ancestry,
  raw_rank AS rank,
  raw_name AS name,
  lower(raw_active) = 'true' AS active,
  coalesce(TRY_CAST(nullif(split_part(ancestry, '/', -1), '') AS INTEGER), 0) AS parent,
  ${reasonOf({
    'taxon-id-invalid': `${idOf('raw_taxon_id', 'INTEGER')} IS NULL`,
    'taxon-without-name': 'raw_name IS NULL',
    'taxon-without-rank': 'raw_rank IS NULL',
    'active-unknown': "coalesce(lower(raw_active) NOT IN ('true', 'false'), true)",
    'ancestry-invalid': `NOT regexp_full_match(
      replace(coalesce(${textOf('raw_ancestry')}, ''), '\\', '/'), '|[1-9][0-9]{0,8}(/[1-9][0-9]{0,8}){0,99}')`,
  })} AS problem`;

/** What stands in the file and is used in part or not at all, after all rows are known. */
const doubtfulTaxa = `
  SELECT 'taxon-id-repeated' AS reason, taxon_id::VARCHAR AS example
  FROM (SELECT taxon_id, unnest(range(count(*) - 1)) FROM taxa_rows
    WHERE problem IS NULL GROUP BY taxon_id HAVING count(*) > 1)
  UNION ALL
  SELECT 'ancestry-in-a-circle', taxon_id::VARCHAR FROM taxa_once ANTI JOIN placed USING (taxon_id)
  UNION ALL
  SELECT 'ancestor-missing', taxon_id::VARCHAR FROM placed ANTI JOIN taxa_once USING (taxon_id)
  UNION ALL
  SELECT 'ancestry-unlike-that-of-parent', child.taxon_id::VARCHAR
  FROM taxa_once AS child JOIN taxa_once AS above ON above.taxon_id = child.parent
    SEMI JOIN placed ON placed.taxon_id = child.taxon_id
  WHERE child.ancestry <> ltrim(above.ancestry || '/' || above.taxon_id, '/')`;

async function readLinks(tables: Tables): Promise<TaxonLink[]> {
  const links: TaxonLink[] = [];
  const rows = tables.columns('SELECT taxon_id, parent FROM taxa_once ORDER BY taxon_id');
  for await (const [ids = [], parents = []] of rows) {
    ids.forEach((id, i) => {
      links.push({ id: Number(id), parent: Number(parents[i]) });
    });
  }
  return links;
}

/** Ancestors that have no row of their own, linked as the ancestries of those below say. */
async function readMissing(tables: Tables): Promise<TaxonLink[]> {
  const links = new Map<number, number>();
  const rows = tables.columns(`
    SELECT DISTINCT taxon_id, above FROM (
      SELECT unnest(chain)::INTEGER AS taxon_id, unnest(['0'] || chain[:-2])::INTEGER AS above FROM (
        SELECT DISTINCT string_split(ancestry, '/') AS chain FROM taxa_once
        WHERE parent <> 0 AND parent NOT IN (SELECT taxon_id FROM taxa_once))
    ) WHERE taxon_id NOT IN (SELECT taxon_id FROM taxa_once) ORDER BY taxon_id, above DESC`);
  for await (const [ids = [], above = []] of rows) {
    ids.forEach((id, i) => {
      // Where several say otherwise, the highest id: as good as any, and always the same.
      if (!links.has(Number(id))) links.set(Number(id), Number(above[i]));
    });
  }
  return [...links].map(([id, parent]) => ({ id, parent }));
}

function* orderLines(placed: ReturnType<typeof placeTaxa>): Generator<string> {
  let block = '';
  for (const [place, { id, parent, end }] of placed.entries()) {
    block += `${id}\t${place}\t${end - 1}\t${parent}\n`;
    if (block.length < 2 ** 16) continue;
    yield block;
    block = '';
  }
  yield block;
}
