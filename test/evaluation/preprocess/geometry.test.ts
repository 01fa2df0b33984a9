import test from 'ava';
import fc from 'fast-check';
import { InvalidImage } from '../../../src/errors.ts';
import { geometriesOf } from '../../../src/evaluation/preprocess/geometry.ts';
import type { ModelResize } from '../../../src/records/index.ts';

const crop224 = { width: 224, height: 224, fill: 0 };
const sizesOf = (width: number, height: number, resize: ModelResize, crop = crop224) =>
  geometriesOf({ width, height }, { resize, crop }).map(({ resized }) => [
    resized.width,
    resized.height,
  ]);

test('geometriesOf() cuts the longer side as torchvision does when the shorter is given', (t) => {
  const shorter = { kind: 'shorter-side', pixels: 256 } as const;
  // int(256 * long / short)
  t.deepEqual(sizesOf(500, 375, shorter), [[341, 256]]);
  t.deepEqual(sizesOf(375, 500, shorter), [[256, 341]]);
  t.deepEqual(sizesOf(1000, 667, shorter), [[383, 256]]);
  t.deepEqual(sizesOf(300, 300, shorter), [[256, 256]]);
  t.deepEqual(sizesOf(1, 3, shorter), [[256, 768]]);
  t.deepEqual(sizesOf(1000, 333, { kind: 'longest-side', pixels: 352 }), [[352, 117]]);
  t.deepEqual(sizesOf(2, 1000, { kind: 'longest-side', pixels: 100 }), [[1, 100]]);
});

test('geometriesOf() divides the crop by its share when that is given', (t) => {
  // floor(224 / share)
  t.deepEqual(sizesOf(400, 300, { kind: 'crop-share', share: 0.875 }), [[341, 256]]);
  t.deepEqual(sizesOf(300, 300, { kind: 'crop-share', share: 0.9 }), [[248, 248]]);
  t.deepEqual(sizesOf(300, 300, { kind: 'crop-share', share: 0.95 }), [[235, 235]]);
  t.deepEqual(sizesOf(300, 300, { kind: 'crop-share', share: 1 }), [[224, 224]]);
});

test('geometriesOf() takes the size as given when it squishes, and as it is for none', (t) => {
  t.deepEqual(sizesOf(500, 375, { kind: 'squish', width: 640, height: 360 }), [[640, 360]]);
  t.deepEqual(sizesOf(500, 375, { kind: 'none' }), [[500, 375]]);
});

test('geometriesOf() gives each scale when there are several', (t) => {
  const resize = {
    kind: 'scales',
    shorterSides: [300, 375, 450, 525, 600],
    longest: 1000,
    multipleOf: 8,
    average: 'probabilities',
  } as const;
  const sizes = geometriesOf({ width: 1280, height: 720 }, { resize }).map(({ canvas }) => [
    canvas.width,
    canvas.height,
  ]);
  t.deepEqual(sizes, [
    [536, 304],
    [672, 376],
    [800, 456],
    [936, 528],
    // The longer side is bounded: 600 / 720 would make it 1066.
    [1000, 568],
  ]);
});

test('geometriesOf() rounds half to even when it halves what is cut away', (t) => {
  const leftOf = (width: number) =>
    geometriesOf({ width, height: 224 }, { resize: { kind: 'none' }, crop: crop224 })[0]?.window
      .left;
  // Python: round(58.5) is 58, round(59.5) is 60, round(60.5) is 60.
  t.deepEqual([341, 343, 345, 342, 224].map(leftOf), [58, 60, 60, 59, 0]);
});

test('geometriesOf() pads as torchvision does when an image is smaller than the crop', (t) => {
  const [small] = geometriesOf(
    { width: 101, height: 300 },
    { resize: { kind: 'none' }, crop: { width: 224, height: 224, fill: 7 } },
  );
  t.deepEqual(small, {
    resized: { width: 101, height: 300 },
    window: { left: 0, top: 38, width: 101, height: 224 },
    canvas: { width: 224, height: 224, left: 61, top: 0, fill: 7 },
  });
});

test('geometriesOf() refuses an image when it would become too many pixels', (t) => {
  const resize = { kind: 'shorter-side', pixels: 256 } as const;
  const error = t.throws(() => geometriesOf({ width: 16_384, height: 1 }, { resize }), {
    instanceOf: InvalidImage,
  });
  t.is(error.reason, 'photo-dimensions');
  t.regex(error.message, /16384x1 would become 4194304x256/);
  t.notThrows(() => geometriesOf({ width: 16_384, height: 1 }, { resize, crop: crop224 }));
});

test('geometriesOf() keeps the window inside the image and on the canvas', (t) => {
  const side = fc.integer({ min: 1, max: 3000 });
  const crop = fc.record({ width: side, height: side, fill: fc.constant(0) });
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 600 }),
      crop,
      (width, height, pixels, crop) => {
        const kinds = ['shorter-side', 'longest-side'] as const;
        for (const kind of kinds) {
          const [made] = geometriesOf({ width, height }, { resize: { kind, pixels }, crop });
          if (made === undefined) return false;
          const { resized, window, canvas } = made;
          const fits = (length: number, at: number, room: number) =>
            length >= 1 && at >= 0 && at + length <= room;
          const inside =
            fits(window.width, window.left, resized.width) &&
            fits(window.height, window.top, resized.height) &&
            fits(window.width, canvas.left, crop.width) &&
            fits(window.height, canvas.top, crop.height);
          if (!inside) return false;
        }
        return true;
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});
