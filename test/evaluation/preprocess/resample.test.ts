import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { resample } from '../../../src/evaluation/preprocess/preprocessor.ts';
import type { ModelFilter } from '../../../src/records/index.ts';
import { drawnImage } from '../../support/drawn-image.ts';

// Digests of what Pillow and OpenCV make of the same generated images: see make.py beside them.
type Case = readonly ['noise' | 'blocks', number, number, number, number, string, string, string];
const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/preprocess/resized.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const whole = (width: number, height: number) => ({
  resized: { width, height },
  window: { left: 0, top: 0, width, height },
});

const libraries = new Set(cases.map(([, , , , , library, name]) => `${library} ${name}`));
for (const filter of libraries) {
  test(`resample() equals ${filter} when it resizes generated images`, (t) => {
    const [library, name] = filter.split(' ');
    const ofFilter = cases.filter((row) => row[5] === library && row[6] === name);
    t.is(ofFilter.length, 42);
    for (const [pattern, width, height, toWidth, toHeight, , , expected] of ofFilter) {
      const image = drawnImage(width, height, pattern);
      const out = resample(image, whole(toWidth, toHeight), { library, name } as ModelFilter);
      t.is(digest(out), expected, `${pattern} ${width}x${height} to ${toWidth}x${toHeight}`);
    }
  });

  test(`resample() cuts the window out of all when ${filter} is given one`, (t) => {
    const [library, name] = filter.split(' ');
    for (const [width, height, toWidth, toHeight] of [
      [65, 47, 21, 40],
      [31, 17, 31, 9],
      [31, 17, 12, 17],
      [31, 17, 31, 17],
      [32, 20, 16, 10],
      [7, 5, 50, 33],
    ] as const) {
      const image = drawnImage(width, height);
      const window = { left: 3, top: 2, width: toWidth - 5, height: toHeight - 4 };
      const resized = { width: toWidth, height: toHeight };
      const all = resample(image, whole(toWidth, toHeight), { library, name } as ModelFilter);
      const cut = resample(image, { resized, window }, { library, name } as ModelFilter);
      const expected = Uint8Array.from({ length: window.width * window.height * 3 }, (_, i) => {
        const row = window.top + Math.floor(i / (window.width * 3));
        return all[(row * toWidth + window.left) * 3 + (i % (window.width * 3))] as number;
      });
      t.deepEqual(Buffer.from(cut), Buffer.from(expected), `${width}x${height}`);
    }
  });
}
