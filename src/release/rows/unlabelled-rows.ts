import { asUnlabelledRecord, parseAs, unlabelledRecordSchema } from '../../records/index.ts';
import { imageColumns, imageRow, sourcedFile } from './file-columns.ts';
import type { RowForm } from './row-form.ts';

/** Rows of images without classes. */
export const unlabelledRows: RowForm = {
  columns: () => ({
    id: 'VARCHAR',
    split: 'VARCHAR',
    source_split: 'VARCHAR',
    ...imageColumns(),
  }),
  rowOf(any) {
    const { id, split, sourceSplit, image, truth } = asUnlabelledRecord(any);
    return {
      id,
      split,
      source_split: sourceSplit,
      ...imageRow(image, truth),
    };
  },
  recordOf(row, where) {
    const { id, split, source_split: sourceSplit, width, height, format } = row;
    const truth = { kind: 'unlabelled', width, height, format };
    const record = { id, split, sourceSplit, image: sourcedFile(row, 'image'), truth };
    return parseAs(unlabelledRecordSchema, record, `${where} (record ${String(id)})`);
  },
  views: [],
  attributedFile: 'coalesce(image_path, source_image_path)',
};
