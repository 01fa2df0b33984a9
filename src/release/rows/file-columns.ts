import type { FileRef, SourcedFile } from '../../records/index.ts';
import type { RecordRow } from './row-form.ts';

/** The three columns of one file. */
export function fileColumns(prefix: string): Record<string, string> {
  return {
    [`${prefix}_path`]: 'VARCHAR',
    [`${prefix}_bytes`]: 'BIGINT',
    [`${prefix}_sha256`]: 'VARCHAR',
  };
}

export function fileRow(prefix: string, file: FileRef | undefined): RecordRow {
  return {
    [`${prefix}_path`]: file?.path ?? null,
    [`${prefix}_bytes`]: file?.bytes ?? null,
    [`${prefix}_sha256`]: file?.sha256 ?? null,
  };
}

/** The columns of an image as it lies in the source and in the release, and of its size. */
export function imageColumns(): Record<string, string> {
  return {
    ...fileColumns('image'),
    ...fileColumns('source_image'),
    width: 'INTEGER',
    height: 'INTEGER',
    format: 'VARCHAR',
  };
}

export function imageRow(
  { placed, source }: SourcedFile,
  {
    width,
    height,
    format,
  }: Readonly<Record<'width' | 'height', number>> & { readonly format: string },
): RecordRow {
  return { ...fileRow('image', placed), ...fileRow('source_image', source), width, height, format };
}

type LooseFile = { readonly [Key in keyof FileRef]: unknown };

/** The file of columns `<name>_*` and `source_<name>_*`, yet to be parsed. */
export function sourcedFile(
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
