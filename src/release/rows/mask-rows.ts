import { sqlName } from '../io/index.ts';
import {
  type FileRef,
  type ImageRecord,
  imageRecordSchema,
  parseAs,
  type SourcedFile,
  type SplitRule,
  voidName,
} from '../records/index.ts';

/** One row of `records.parquet`, as plain JSON. */
export type RecordRow = Readonly<Record<string, unknown>>;

/** Columns of `records.parquet` in order, name to DuckDB type. Absent files are NULL. */
export function recordColumns(pixelNames: readonly string[]): Readonly<Record<string, string>> {
  const pixels = pixelNames.map((name) => `${sqlName(name)} INTEGER`).join(', ');
  return {
    id: 'VARCHAR',
    split: 'VARCHAR',
    source_split: 'VARCHAR',
    clip: 'VARCHAR',
    ...fileColumns('image'),
    ...fileColumns('mask'),
    ...fileColumns('source_image'),
    ...fileColumns('source_mask'),
    width: 'INTEGER',
    height: 'INTEGER',
    mask_form: 'VARCHAR',
    source_encoding: 'VARCHAR',
    label_sha256: 'VARCHAR',
    anomaly_pixels: 'INTEGER',
    void_pixels: 'INTEGER',
    pixels: `STRUCT(${pixels})`,
  };
}

/** Columns of `skipped.parquet`. */
export const skippedColumns: Readonly<Record<string, string>> = {
  path: 'VARCHAR',
  source_split: 'VARCHAR',
  reason: 'VARCHAR',
  detail: 'VARCHAR',
};

export function rowOf(record: ImageRecord, { anomalousClasses }: SplitRule): RecordRow {
  const { truth, image } = record;
  const anomaly = anomalousClasses.reduce((sum, name) => sum + (truth.pixels[name] ?? 0), 0);
  return {
    id: record.id,
    split: record.split,
    source_split: record.sourceSplit,
    clip: record.clip,
    ...fileRow('image', image?.placed),
    ...fileRow('mask', truth.file.placed),
    ...fileRow('source_image', image?.source),
    ...fileRow('source_mask', truth.file.source),
    width: truth.width,
    height: truth.height,
    mask_form: truth.form,
    source_encoding: truth.encoding,
    label_sha256: truth.labelSha256,
    anomaly_pixels: anomaly,
    void_pixels: truth.pixels[voidName] ?? 0,
    pixels: truth.pixels,
  };
}

/** @throws {InvalidInput} naming `where`, the column and the value */
export function recordOf(row: RecordRow, where: string): ImageRecord {
  const image = sourcedFile(row, 'image');
  const record = {
    id: row.id,
    split: row.split,
    sourceSplit: row.source_split,
    clip: row.clip,
    ...(image === undefined ? {} : { image }),
    truth: {
      kind: 'mask',
      file: sourcedFile(row, 'mask'),
      width: row.width,
      height: row.height,
      form: row.mask_form,
      encoding: row.source_encoding,
      labelSha256: row.label_sha256,
      pixels: row.pixels,
    },
  };
  return parseAs(imageRecordSchema, record, `${where} (record ${String(row.id)})`);
}

function fileColumns(prefix: string): Record<string, string> {
  return {
    [`${prefix}_path`]: 'VARCHAR',
    [`${prefix}_bytes`]: 'BIGINT',
    [`${prefix}_sha256`]: 'VARCHAR',
  };
}

function fileRow(prefix: string, file: FileRef | undefined): RecordRow {
  return {
    [`${prefix}_path`]: file?.path ?? null,
    [`${prefix}_bytes`]: file?.bytes ?? null,
    [`${prefix}_sha256`]: file?.sha256 ?? null,
  };
}

type LooseFile = { readonly [Key in keyof FileRef]: unknown };

function sourcedFile(
  row: RecordRow,
  name: string,
): { [Key in keyof SourcedFile]?: LooseFile } | undefined {
  const source = fileIn(row, `source_${name}`);
  const placed = fileIn(row, name);
  return source === undefined ? undefined : { source, ...(placed === undefined ? {} : { placed }) };
}

function fileIn(row: RecordRow, prefix: string): LooseFile | undefined {
  const path = row[`${prefix}_path`];
  if (path === null || path === undefined) return undefined;
  return { path, bytes: Number(row[`${prefix}_bytes`]), sha256: row[`${prefix}_sha256`] };
}
