import { InvalidImage } from '../../errors.ts';
import { countValues, hashLabels, readMask } from '../../io/index.ts';
import { type ClassSet, pixelNames, voidValueOf } from '../../records/index.ts';
import type { Deviation, ExpectedLabels } from './expected-file.ts';

/** Decodes a mask and counts it again. */
export function checkLabels(
  path: string,
  bytes: Uint8Array,
  expected: ExpectedLabels,
  classSet: ClassSet,
): readonly Deviation[] {
  try {
    const image = readMask(bytes);
    if (image.kind === 'colours')
      return [{ path, problem: 'mask', detail: 'Mask has several channels' }];
    const deviations: Deviation[] = [];
    const sha256 = hashLabels(image.labels);
    if (sha256 !== expected.sha256) {
      deviations.push({
        path,
        problem: 'labels',
        detail: `Label digest is ${sha256}, not ${expected.sha256}`,
      });
    }
    const counts = countValues(image.labels);
    const values = [...classSet.members.keys(), voidValueOf(classSet)];
    for (const [i, name] of pixelNames(classSet).entries()) {
      const found = counts[values[i] as number] as number;
      if (found === expected.pixels[name]) continue;
      const detail = `${found} pixels of ${name}, where the record says ${expected.pixels[name]}`;
      deviations.push({ path, problem: 'pixels', detail });
    }
    return deviations;
  } catch (error) {
    if (error instanceof InvalidImage) return [{ path, problem: 'mask', detail: error.message }];
    throw error;
  }
}
