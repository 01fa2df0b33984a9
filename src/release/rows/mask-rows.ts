import { sqlName } from '../../io/index.ts';
import {
  asMaskRecord,
  maskRecordSchema,
  parseAs,
  pixelNames,
  type SplitRule,
  voidName,
} from '../../records/index.ts';
import { fileColumns, fileRow, sourcedFile } from './file-columns.ts';
import type { RowForm } from './row-form.ts';

/** Rows of images with label masks. */
export const maskRows: RowForm = {
  columns(classSet) {
    const pixels = pixelNames(classSet).map((name) => `${sqlName(name)} INTEGER`);
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
      pixels: `STRUCT(${pixels.join(', ')})`,
    };
  },
  rowOf(any, splits) {
    const { id, split, sourceSplit, clip, image, truth } = asMaskRecord(any);
    return {
      id,
      split,
      source_split: sourceSplit,
      clip,
      ...fileRow('image', image?.placed),
      ...fileRow('mask', truth.file.placed),
      ...fileRow('source_image', image?.source),
      ...fileRow('source_mask', truth.file.source),
      width: truth.width,
      height: truth.height,
      mask_form: truth.form,
      source_encoding: truth.encoding,
      label_sha256: truth.labelSha256,
      anomaly_pixels: anomalyPixels(truth.pixels, splits),
      void_pixels: truth.pixels[voidName] ?? 0,
      pixels: truth.pixels,
    };
  },
  recordOf(row, where) {
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
    return parseAs(maskRecordSchema, record, `${where} (record ${String(row.id)})`);
  },
  views: [
    `CREATE VIEW class_pixels AS
      UNPIVOT (SELECT id, split, unnest(pixels) FROM records)
      ON COLUMNS(* EXCLUDE (id, split)) INTO NAME class VALUE pixels`,
  ],
  attributedFile: 'coalesce(image_path, source_image_path, mask_path, source_mask_path)',
};

/** 0 under a rule that knows no anomalous classes. */
function anomalyPixels(pixels: Readonly<Record<string, number>>, splits: SplitRule): number {
  const names = splits.kind === 'by-anomaly' ? splits.anomalousClasses : [];
  return names.reduce((sum, name) => sum + (pixels[name] ?? 0), 0);
}
