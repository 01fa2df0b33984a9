import { deflateSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { InvalidImage } from '../../../src/errors.ts';
import { readMask } from '../../../src/io/index.ts';
import { encodePng, greyPng, pngChunk, pngSignature } from '../../support/png.ts';

const good = greyPng(8, 4, new Uint8Array(32).fill(5));

function header(width: number, height: number, rest: readonly number[] = [8, 0, 0, 0, 0]): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set(rest, 8);
  return pngChunk('IHDR', data);
}

function file(...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks]);
}

const end = pngChunk('IEND', Buffer.alloc(0));
const data = (bytes: number) => pngChunk('IDAT', deflateSync(Buffer.alloc(bytes)));
const flipped = Buffer.from(good);
flipped[45] = (flipped[45] as number) ^ 1;

const cases: readonly (readonly [what: string, file: Buffer, reason: string])[] = [
  ['an empty file', Buffer.alloc(0), 'png-signature'],
  ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0]), 'png-signature'],
  ['a file that breaks off', good.subarray(0, good.length - 20), 'png-truncated'],
  ['a file without its end', good.subarray(0, good.length - 12), 'png-truncated'],
  ['a flipped bit', flipped, 'png-crc'],
  ['bytes after the end', Buffer.concat([good, Buffer.from('#!/bin/sh')]), 'png-trailing-data'],
  ['no width', file(header(0, 4), data(0), end), 'png-dimensions'],
  ['no height', file(header(4, 0), data(0), end), 'png-dimensions'],
  ['huge dimensions', file(header(0x7fffffff, 0x7fffffff), data(10), end), 'png-dimensions'],
  ['an area beyond any mask', file(header(16_000, 16_000), data(10), end), 'png-dimensions'],
  ['a bomb', file(header(8, 4), data(50_000_000), end), 'png-bomb'],
  ['too little image data', file(header(8, 4), data(35), end), 'png-truncated'],
  ['no image data', file(header(8, 4), end), 'png-structure'],
  [
    'garbage for image data',
    file(header(8, 4), pngChunk('IDAT', Buffer.from('garbage')), end),
    'png-data',
  ],
  [
    'image data that breaks off',
    file(header(8, 4), pngChunk('IDAT', deflateSync(Buffer.alloc(36)).subarray(0, 8)), end),
    'png-truncated',
  ],
  [
    'bytes after the image data',
    file(
      header(8, 4),
      pngChunk('IDAT', Buffer.concat([deflateSync(Buffer.alloc(36)), Buffer.from('x')])),
      end,
    ),
    'png-trailing-data',
  ],
  [
    'an unknown row filter',
    file(header(8, 4), pngChunk('IDAT', deflateSync(Buffer.alloc(36, 9))), end),
    'png-data',
  ],
  ['interlacing', file(header(8, 4, [8, 0, 0, 0, 1]), data(36), end), 'png-interlaced'],
  ['an impossible bit depth', file(header(8, 4, [3, 0, 0, 0, 0]), data(36), end), 'png-structure'],
  ['an unknown filter method', file(header(8, 4, [8, 0, 0, 1, 0]), data(36), end), 'png-structure'],
  ['a short header', file(pngChunk('IHDR', Buffer.alloc(12)), data(36), end), 'png-structure'],
  ['two headers', file(header(8, 4), header(8, 4), data(36), end), 'png-structure'],
  ['data before the header', file(data(36), header(8, 4), end), 'png-structure'],
  [
    'an unknown critical chunk',
    file(header(8, 4), pngChunk('EvIL', Buffer.alloc(1)), data(36), end),
    'png-structure',
  ],
  [
    'interrupted image data',
    file(header(8, 4), data(36), pngChunk('tEXt', Buffer.alloc(1)), data(36), end),
    'png-structure',
  ],
  ['a chunk type of no letters', Buffer.concat([pngSignature, Buffer.alloc(12)]), 'png-structure'],
  [
    'a chunk length beyond the file',
    Buffer.concat([
      pngSignature,
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
      Buffer.from('IHDR'),
      Buffer.alloc(20),
    ]),
    'png-truncated',
  ],
];

for (const [what, bytes, reason] of cases) {
  test(`readMask() refuses ${what} as ${reason}`, (t) => {
    const error = t.throws(() => readMask(bytes), { instanceOf: InvalidImage });
    t.is(error.reason, reason, error.message);
  });
}

test('readMask() never fails but by InvalidImage when bytes are changed, removed or added', (t) => {
  const changes = fc.array(
    fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), how: fc.nat(2) }),
    { minLength: 1, maxLength: 5 },
  );
  const picture = encodePng({
    width: 9,
    height: 5,
    bitDepth: 8,
    colourType: 0,
    bytes: Uint8Array.from({ length: 45 }, (_, i) => i),
    filters: [0, 1, 2, 3, 4],
  });
  fc.assert(
    fc.property(changes, (list) => {
      let bytes = [...picture];
      for (const { at, byte, how } of list) {
        const i = at % bytes.length;
        if (how === 0) bytes[i] = byte;
        else if (how === 1) bytes.splice(i, 1);
        else bytes = bytes.slice(0, i + 1);
      }
      try {
        readMask(Uint8Array.from(bytes));
      } catch (error) {
        t.true(error instanceof InvalidImage, String(error));
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});
