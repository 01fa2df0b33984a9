import { InvalidInput } from '../../errors.ts';
import {
  type AnomalyRule,
  type ClassSet,
  type Encoding,
  unshiftTable,
  voidValueOf,
} from '../../records/index.ts';
import { type MaskMeaning, pixelKinds } from './subject.ts';

/**
 * What the values of a mask file mean: train ids, or train ids as the paper's code shifts them.
 * Values that no class has are void.
 *
 * @throws {InvalidInput} for an anomalous class that the class set does not have
 */
export function maskMeaning(
  classSet: ClassSet,
  rule: AnomalyRule,
  encoding: Encoding,
): MaskMeaning {
  const voidValue = voidValueOf(classSet);
  const classOf =
    encoding === 'shifted'
      ? unshiftTable(voidValue)
      : Uint8Array.from({ length: 256 }, (_, value) => value);
  const kindOf = new Uint8Array(256).fill(pixelKinds.void);
  kindOf.fill(pixelKinds.inDistribution, 0, classSet.members.length);
  for (const name of rule.anomalousClasses) {
    const place = classSet.members.findIndex((member) => member.name === name);
    if (place < 0) {
      throw new InvalidInput(`No class "${name}", which is to be anomalous: ${classSet.name}`);
    }
    kindOf[place] = pixelKinds.anomaly;
  }
  return { classOf, kindOf };
}
