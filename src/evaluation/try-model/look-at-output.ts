import type { Tensor } from '../session.ts';
import type { OutputTrial } from './trial.ts';

/** How far from one a sum of float16 may end. */
const tolerance = 0.005;

/** What an output held, in figures. */
export function lookAt(name: string, tensor: Tensor): OutputTrial {
  const { dims } = tensor;
  const values = numbersOf(tensor);
  let [min, max, notFinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) notFinite++;
    else [min, max] = [Math.min(min, value), Math.max(max, value)];
  }
  const hasFinite = min <= max;
  return {
    name,
    dims,
    min: hasFinite ? min : undefined,
    max: hasFinite ? max : undefined,
    notFinite,
    sumsToOne: (dims[1] ?? 1) < 2 ? undefined : notFinite === 0 && sumToOne(values, dims, min),
  };
}

function sumToOne(values: ArrayLike<number>, dims: readonly number[], min: number): boolean {
  if (min < 0) return false;
  const [batch = 0, classes = 0, ...rest] = dims;
  const positions = rest.reduce((product, dim) => product * dim, 1);
  for (let i = 0; i < batch * positions; i++) {
    const first = Math.floor(i / positions) * classes * positions + (i % positions);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += values[first + c * positions] as number;
    if (Math.abs(sum - 1) > tolerance) return false;
  }
  return batch * positions > 0;
}

function numbersOf({ type, data }: Tensor): Iterable<number> & ArrayLike<number> {
  if (data instanceof BigInt64Array) return Float64Array.from(data, Number);
  if (type !== 'float16') return data;
  const { buffer, byteOffset, length } = data;
  return new Float16Array(buffer as ArrayBuffer, byteOffset, length);
}
