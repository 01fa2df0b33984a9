import type { Tables } from '../../../io/index.ts';
import { countPhotos, type PhotoCounts, type PhotoFilter } from './photo-counts.ts';
import type { Prepared } from './prepare.ts';
import { readTaxonTable, type TaxonTable } from './taxon-table.ts';

/** Prepared tables, open for questions. */
export interface OpenPrepared extends Prepared {
  readonly tables: Tables;
  readonly taxa: TaxonTable;
  /** The file of the taxa, for messages. */
  readonly taxaFile: string;
  /** Of the filter asked for last, the counts are kept: groups are planned one after another. */
  counts(filter: PhotoFilter): Promise<PhotoCounts>;
}

export async function openPrepared(
  prepared: Prepared,
  tables: Tables,
  taxaFile: string,
): Promise<OpenPrepared> {
  const taxa = await readTaxonTable(tables, prepared.folder);
  let kept: { readonly key: string; readonly counts: Promise<PhotoCounts> } | undefined;
  return {
    ...prepared,
    tables,
    taxa,
    taxaFile,
    counts(filter) {
      const { qualityGrades, licences } = filter;
      const key = JSON.stringify([qualityGrades, licences]);
      if (kept?.key !== key) {
        const place = { folder: prepared.folder, taxa: taxa.size };
        kept = { key, counts: countPhotos(tables, place, filter) };
      }
      return kept.counts;
    },
  };
}
