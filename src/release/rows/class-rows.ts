import { asClassRecord, classRecordSchema, parseAs } from '../../records/index.ts';
import { imageColumns, imageRow, sourcedFile } from './file-columns.ts';
import type { RowForm } from './row-form.ts';

/** Rows of images of classes. */
export const classRows: RowForm = {
  columns: () => ({
    id: 'VARCHAR',
    split: 'VARCHAR',
    source_split: 'VARCHAR',
    class: 'VARCHAR',
    wnid: 'VARCHAR',
    ...imageColumns(),
  }),
  rowOf(any) {
    const { id, split, sourceSplit, image, truth } = asClassRecord(any);
    return {
      id,
      split,
      source_split: sourceSplit,
      class: truth.member,
      wnid: truth.wnid ?? null,
      ...imageRow(image, truth),
    };
  },
  recordOf(row, where) {
    const { id, split, source_split: sourceSplit, class: member, wnid } = row;
    const { width, height, format } = row;
    const synset = wnid === null ? {} : { wnid };
    const truth = { kind: 'class', member, ...synset, width, height, format };
    const record = { id, split, sourceSplit, image: sourcedFile(row, 'image'), truth };
    return parseAs(classRecordSchema, record, `${where} (record ${String(id)})`);
  },
  views: [],
  attributedFile: 'coalesce(image_path, source_image_path)',
};
