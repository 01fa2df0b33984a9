import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../../src/errors.ts';
import { openNpy } from '../../../src/io/index.ts';
import { parseNpyHeader } from '../../../src/io/npy/npy-header.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { npyBytesOf, npyHeaderOf } from '../../support/npy.ts';

function write(t: ExecutionContext, bytes: Uint8Array): string {
  const path = join(temporaryFolder(t), 'array.npy');
  writeFileSync(path, bytes);
  return path;
}

const half = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x8000, 0x7bff, 0x3555);
const kinds: readonly (readonly [string, ArrayBufferView, readonly number[]])[] = [
  ['<f4', Float32Array.of(1.5, -2), [1.5, -2]],
  ['<f8', Float64Array.of(0.1, -1e300), [0.1, -1e300]],
  ['<f2', half, [1, -2, 2 ** -24, -0, 65504, 0.333251953125]],
  ['|b1', Uint8Array.of(0, 1), [0, 1]],
  ['|u1', Uint8Array.of(0, 255), [0, 255]],
  ['|i1', Int8Array.of(-1, 2), [-1, 2]],
  ['<i2', Int16Array.of(-300, 2), [-300, 2]],
  ['<u2', Uint16Array.of(65535, 2), [65535, 2]],
  ['<i4', Int32Array.of(-70000, 2), [-70000, 2]],
  ['<u4', Uint32Array.of(4294967295, 2), [4294967295, 2]],
  ['<i8', BigInt64Array.of(-1n, 2n ** 52n), [-1, 2 ** 52]],
  ['<u8', BigUint64Array.of(1n, 2n), [1, 2]],
];

for (const [descr, data, expected] of kinds) {
  test(`openNpy() reads numbers when their type is ${descr}`, async (t) => {
    for (const major of [1, 2]) {
      const header = npyHeaderOf(descr, [expected.length]);
      const file = await openNpy(write(t, npyBytesOf(data, header, { major })));
      t.deepEqual([...(await file.read(0, expected.length))], expected);
      t.deepEqual([...(await file.read(1, 1))], expected.slice(1, 2));
      t.deepEqual(file.shape, [expected.length]);
      await file.close();
    }
  });
}

test('openNpy() reads a slice when an array has several axes, and nothing when one is 0', async (t) => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  const file = await openNpy(write(t, npyBytesOf(data, npyHeaderOf('<f4', [2, 3, 2]))));
  t.deepEqual([file.shape, file.length], [[2, 3, 2], 12]);
  t.deepEqual([...(await file.read(6, 6))], [6, 7, 8, 9, 10, 11]);
  await file.close();
  const empty = await openNpy(write(t, npyBytesOf(new Float32Array(), npyHeaderOf('<f4', [0, 5]))));
  t.is(empty.length, 0);
  await empty.close();
});

const four = Float32Array.of(1, 2, 3, 4);
const wrong: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['is no npy file', Buffer.from('PK\x03\x04 and so on'), /Not an npy file/],
  ['is empty', Buffer.alloc(0), /Not an npy file/],
  ['has an unknown version', npyBytesOf(four, npyHeaderOf('<f4', [4]), { major: 9 }), /version 9/],
  ['is big-endian', npyBytesOf(four, npyHeaderOf('>f4', [4])), /Not little-endian '>f4'.*astype/],
  ['is in Fortran order', npyBytesOf(four, npyHeaderOf('<f4', [2, 2], 'True')), /Fortran order/],
  ['holds complex numbers', npyBytesOf(four, npyHeaderOf('<c8', [2])), /Not a type.*'<c8'/],
  ['holds objects', npyBytesOf(four, npyHeaderOf('|O', [2])), /Not a type.*'\|O'/],
  ['holds texts', npyBytesOf(four, npyHeaderOf('<U4', [1])), /Not a type.*'<U4'/],
  [
    'holds structures',
    npyBytesOf(four, `{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,), }`),
    /Not a type/,
  ],
  ['has no shape', npyBytesOf(four, `{'descr': '<f4', 'fortran_order': False, }`), /'shape'/],
  ['has no type', npyBytesOf(four, `{'fortran_order': False, 'shape': (4,), }`), /'descr'/],
  ['has a negative shape', npyBytesOf(four, npyHeaderOf('<f4', [-4])), /'shape'/],
  ['has a huge shape', npyBytesOf(four, npyHeaderOf('<f4', [1e9, 1e9, 1e9])), /Not a shape/],
  ['has nine axes', npyBytesOf(four, npyHeaderOf('<f4', [1, 1, 1, 1, 1, 1, 1, 1, 4])), /8 axes/],
  ['has a header that is none', npyBytesOf(four, 'import os'), /Not a header/],
  ['is cut', npyBytesOf(four, npyHeaderOf('<f4', [4])).subarray(0, -1), /143 bytes where .* 144/],
  ['goes on', npyBytesOf(four, npyHeaderOf('<f4', [3])), /144 bytes where .* 140/],
  ['is cut in its header', npyBytesOf(four, npyHeaderOf('<f4', [4])).subarray(0, 60), /ends early/],
];

for (const [title, bytes, message] of wrong) {
  test(`openNpy() refuses a file when it ${title}`, async (t) => {
    const error = await t.throwsAsync(openNpy(write(t, bytes)), { instanceOf: InvalidInput });
    t.regex(error.message, message);
    t.regex(error.message, /array\.npy/);
  });
}

test('openNpy() refuses a file that is not there and integers beyond float64', async (t) => {
  await t.throwsAsync(openNpy('/nowhere.npy'), { message: /No such file: \/nowhere.npy/ });
  const data = BigInt64Array.of(1n, 2n ** 60n);
  const file = await openNpy(write(t, npyBytesOf(data, npyHeaderOf('<i8', [2]))));
  const message = /beyond 2 \*\* 53 1152921504606846976: .*array.npy at \[1\]/;
  await t.throwsAsync(file.read(0, 2), { instanceOf: InvalidInput, message });
  await file.close();
});

test('parseNpyHeader() parses or refuses, and throws nothing else, when bytes are hostile', (t) => {
  const start = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  const texts = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.stringMatching(
      /^\{'descr': '[<>|]?[a-z]?\d{0,3}', 'fortran_order': (True|False), 'shape': \([\d, ]{0,9}\), \}$/,
    ),
  );
  fc.assert(
    fc.property(texts, fc.uint8Array({ maxLength: 20 }), (text, tail) => {
      const length = Buffer.alloc(2);
      length.writeUInt16LE(text.length);
      const bytes = Buffer.concat([start, length, Buffer.from(text, 'latin1'), tail]);
      try {
        const { shape, dataStart } = parseNpyHeader(bytes, 'here');
        t.true(shape.every((axis) => axis >= 0) && dataStart === 10 + text.length);
      } catch (error) {
        t.true(error instanceof InvalidInput);
      }
    }),
  );
});
