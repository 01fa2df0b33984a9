import { asClassesRecord, classesRecordSchema, parseAs } from '../../records/index.ts';
import { imageColumns, imageRow, sourcedFile } from './file-columns.ts';
import type { RowForm } from './row-form.ts';

/** Rows of images of several classes each. */
export const classesRows: RowForm = {
  columns: () => ({
    id: 'VARCHAR',
    split: 'VARCHAR',
    source_split: 'VARCHAR',
    classes: 'INTEGER[]',
    difficult: 'INTEGER[]',
    ...imageColumns(),
  }),
  rowOf(any) {
    const { id, split, sourceSplit, image, truth } = asClassesRecord(any);
    return {
      id,
      split,
      source_split: sourceSplit,
      classes: truth.classes,
      difficult: truth.difficult,
      ...imageRow(image, truth),
    };
  },
  recordOf(row, where) {
    const { id, split, source_split: sourceSplit } = row;
    const { classes, difficult, width, height, format } = row;
    const truth = { kind: 'classes', classes, difficult, width, height, format };
    const record = { id, split, sourceSplit, image: sourcedFile(row, 'image'), truth };
    return parseAs(classesRecordSchema, record, `${where} (record ${String(id)})`);
  },
  views: ['CREATE VIEW image_classes AS SELECT id, split, unnest(classes) AS class FROM records'],
  attributedFile: 'coalesce(image_path, source_image_path)',
};
