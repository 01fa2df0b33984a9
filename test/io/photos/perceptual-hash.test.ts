import test from 'ava';
import fc from 'fast-check';
import { perceptualHash } from '../../../src/io/photos/perceptual-hash.ts';
import { decoding, readPixels } from '../../../src/io/photos/pixels.ts';
import { smoothPhoto, smoothRgb } from '../../support/photos.ts';

const size = { width: 320, height: 240 };
const hashOfFile = async (file: Uint8Array) => perceptualHash(await readPixels(decoding(file)));
const distance = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

test('perceptualHash() is 0 for one colour, and of half its bits otherwise', (t) => {
  const flat = (value: number) => ({ ...size, rgb: Buffer.alloc(320 * 240 * 3, value) });
  for (const value of [0, 77, 255]) t.is(perceptualHash(flat(value)), '0000000000000000');
  const hash = perceptualHash({ ...size, rgb: smoothRgb(size) });
  t.regex(hash, /^[0-9a-f]{16}$/);
  t.is(distance(hash, '0000000000000000'), 32);
});

test('perceptualHash() of a cosine across has the bit of its frequency highest', (t) => {
  // F(1,0) comes first in zigzag order; no other frequency of 64 is as large.
  const rgb = Buffer.alloc(64 * 64 * 3);
  for (let i = 0; i < rgb.length; i++) {
    const x = Math.floor(i / 3) % 64;
    rgb[i] = Math.round(128 + 100 * Math.cos((Math.PI * (x + 0.5)) / 64));
  }
  t.is(perceptualHash({ width: 64, height: 64, rgb })[0], '8');
});

test('perceptualHash() is the same at any size that repeats the pixels', (t) => {
  const rgb = smoothRgb({ width: 40, height: 28 });
  const twice = Buffer.alloc(80 * 56 * 3);
  for (let y = 0; y < 56; y++) {
    for (let x = 0; x < 80; x++) {
      twice.set(rgb.subarray(3 * ((y >> 1) * 40 + (x >> 1))).subarray(0, 3), 3 * (y * 80 + x));
    }
  }
  const hash = perceptualHash({ width: 40, height: 28, rgb });
  t.is(perceptualHash({ width: 80, height: 56, rgb: twice }), hash);
});

test('perceptualHash() takes photos of any size, of fewer pixels than cells too', (t) => {
  const side = fc.integer({ min: 1, max: 80 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 9 }), (width, height, seed) => {
      const pixels = { width, height, rgb: smoothRgb({ width, height, seed }) };
      t.regex(perceptualHash(pixels), /^[0-9a-f]{16}$/);
    }),
    { numRuns: 60 },
  );
});

test('perceptualHash() hardly changes when a photo is packed, scaled or brightened anew', async (t) => {
  for (let seed = 1; seed <= 8; seed++) {
    const original = await smoothPhoto({ ...size, seed })
      .jpeg({ quality: 95 })
      .toBuffer();
    const hash = await hashOfFile(original);
    const changed = [
      smoothPhoto({ ...size, seed }).jpeg({ quality: 60 }),
      smoothPhoto({ ...size, seed })
        .resize({ width: 160 })
        .jpeg(),
      smoothPhoto({ ...size, seed })
        .linear(1.05, 4)
        .jpeg(),
    ];
    for (const image of changed) {
      t.true(distance(hash, await hashOfFile(await image.toBuffer())) <= 10, `seed ${seed}`);
    }
  }
});
