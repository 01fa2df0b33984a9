import test from 'ava';
import { asSha256, type ImageRecord, wnidSchema } from '../../src/records/index.ts';
import { rowForms } from '../../src/release/rows/index.ts';

const file = (path: string) => ({ path, bytes: 3, sha256: asSha256('0'.repeat(64)) });
const sourced = (path: string) => ({ source: file(path), placed: file(`placed/${path}`) });

const classSet = {
  name: 'tiny',
  title: 'Tiny',
  source: 'test',
  voidValue: 255,
  members: [{ name: 'road' }],
};

const files = (name: string) => ['path', 'bytes', 'sha256'].map((part) => `${name}_${part}`);

const size = { width: 2, height: 1, format: 'jpeg' } as const;

const rows: readonly (readonly [ImageRecord, readonly string[]])[] = [
  [
    {
      id: 'a',
      split: 'test',
      sourceSplit: 'val',
      clip: 'c',
      image: sourced('a.jpg'),
      truth: {
        kind: 'mask',
        file: sourced('a.png'),
        width: 2,
        height: 1,
        form: 'grey',
        encoding: 'train-ids',
        labelSha256: asSha256('1'.repeat(64)),
        pixels: { road: 1, void: 1 },
      },
    },
    [
      ...['id', 'split', 'source_split', 'clip'],
      ...files('image'),
      ...files('mask'),
      ...files('source_image'),
      ...files('source_mask'),
      ...['width', 'height', 'mask_form', 'source_encoding', 'label_sha256'],
      ...['anomaly_pixels', 'void_pixels', 'pixels'],
    ],
  ],
  [
    {
      id: 'n00000001_1',
      split: 'test',
      sourceSplit: 'n00000001',
      image: sourced('n00000001.tar/n00000001_1.JPEG'),
      truth: {
        kind: 'class',
        member: 'road',
        wnid: wnidSchema.parse('n00000001'),
        width: 2,
        height: 1,
        format: 'png',
      },
    },
    [
      ...['id', 'split', 'source_split', 'class', 'wnid'],
      ...files('image'),
      ...files('source_image'),
      ...['width', 'height', 'format'],
    ],
  ],
  [
    {
      id: '2007_000027',
      split: 'train',
      sourceSplit: 'train',
      image: sourced('JPEGImages/2007_000027.jpg'),
      truth: { kind: 'classes', classes: [0, 14], difficult: [], ...size },
    },
    [
      ...['id', 'split', 'source_split', 'classes', 'difficult'],
      ...files('image'),
      ...files('source_image'),
      ...['width', 'height', 'format'],
    ],
  ],
  [
    {
      id: 'banded/banded_0002',
      split: 'test',
      sourceSplit: 'banded',
      image: sourced('banded/banded_0002.jpg'),
      truth: { kind: 'unlabelled', ...size },
    },
    [
      ...['id', 'split', 'source_split'],
      ...files('image'),
      ...files('source_image'),
      ...['width', 'height', 'format'],
    ],
  ],
];

test('recordOf() of classes refuses indices out of order, and those that are shown and difficult', (t) => {
  const [record] = rows.find(([{ truth }]) => truth.kind === 'classes') ?? [];
  const form = rowForms.classes;
  const row = form.rowOf(record as ImageRecord, { kind: 'all', split: 'train' });
  for (const [change, message] of [
    [{ classes: [14, 0] }, /Not ascending/],
    [{ classes: [3, 3] }, /Not ascending/],
    [{ classes: [-1] }, /at truth\.classes\[0\]/],
    [{ difficult: [14] }, /both shown and difficult/],
    [{ classes: null }, /at truth\.classes/],
  ] as const) {
    t.throws(() => form.recordOf({ ...row, ...change }, 'r.parquet'), { message });
  }
});

for (const [record, columns] of rows) {
  const { kind } = record.truth;
  const form = rowForms[kind];

  test(`rowOf() of a ${kind} fills these columns, and recordOf() reads them back`, (t) => {
    t.deepEqual(Object.keys(form.columns(classSet)), columns);
    const row = form.rowOf(record, { kind: 'all', split: 'test' });
    t.deepEqual(Object.keys(row), columns);
    t.deepEqual(form.recordOf(row, 'test'), record);
  });

  test(`recordOf() of a ${kind} names the record and what is wrong with it`, (t) => {
    const row = form.rowOf(record, { kind: 'all', split: 'test' });
    t.throws(() => form.recordOf({ ...row, width: 0 }, 'r.parquet'), {
      message: new RegExp(`r\\.parquet \\(record ${record.id}\\) at truth\\.width`),
    });
    t.throws(() => form.recordOf({ ...row, source_image_path: '../x' }, 'r.parquet'), {
      message: /at image\.source\.path/,
    });
  });
}
