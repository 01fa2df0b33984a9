import type { ModelInput } from '../../records/index.ts';
import type { Tensor } from '../session.ts';
import type { Geometry } from './geometry.ts';

type Layout = Pick<ModelInput, 'layout' | 'type' | 'channels' | 'range' | 'mean' | 'std'>;
type Values = Float32Array | Uint16Array | Uint8Array;

/** What each byte becomes, a table a channel in the model's order. */
export type ByteValues = readonly Values[];

/**
 * What bytes become as torch computes it: divided by 255 (range 1), less the mean, divided by the
 * deviation, each step rounded to float32; then to float16 where the model takes that, as the bits.
 * timm's prefetcher multiplies mean and deviation by 255 instead, which differs in the last bit.
 */
export function byteValues({ type, range, mean, std }: Layout): ByteValues {
  return [0, 1, 2].map((channel) => {
    const values = Float32Array.from({ length: 256 }, (_, byte) => {
      const scaled = range === 1 ? Math.fround(byte / 255) : byte;
      const centred = Math.fround(scaled - Math.fround(mean[channel] as number));
      return centred / Math.fround(std[channel] as number);
    });
    if (type === 'float16') return new Uint16Array(new Float16Array(values).buffer);
    return type === 'uint8' ? Uint8Array.from(values) : values;
  });
}

/**
 * Lays the pixels of a window out on their canvas, as a batch of one.
 *
 * @param rgb the window, row by row
 */
export function tensorOf(
  rgb: Uint8Array,
  { window, canvas }: Geometry,
  { input, values }: { readonly input: Layout; readonly values: ByteValues },
): Tensor {
  const { width, height } = canvas;
  const isPlanar = input.layout === 'NCHW';
  const data = newValues(input.type, width * height * 3);
  const isPadded = window.width < width || window.height < height;
  for (const [channel, table] of values.entries()) {
    const start = isPlanar ? channel * width * height : channel;
    const step = isPlanar ? 1 : 3;
    if (isPadded) {
      const fill = table[canvas.fill] as number;
      for (let i = 0; i < width * height; i++) data[start + i * step] = fill;
    }
    let from = input.channels === 'RGB' ? channel : 2 - channel;
    for (let row = 0; row < window.height; row++) {
      let to = start + ((canvas.top + row) * width + canvas.left) * step;
      for (let column = 0; column < window.width; column++) {
        data[to] = table[rgb[from] as number] as number;
        from += 3;
        to += step;
      }
    }
  }
  const dims = isPlanar ? [1, 3, height, width] : [1, height, width, 3];
  return { type: input.type, data, dims };
}

function newValues(type: Layout['type'], length: number): Values {
  if (type === 'float32') return new Float32Array(length);
  return type === 'float16' ? new Uint16Array(length) : new Uint8Array(length);
}
