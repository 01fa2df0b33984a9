import { InvalidInput } from '../../errors.ts';
import {
  type AnomalyRule,
  type ClassSet,
  type MaskEncoding,
  parseAs,
  type Recipe,
  unshiftTable,
  voidName,
  voidValueOf,
  z,
} from '../../records/index.ts';
import { type MaskMeaning, pixelKinds } from './subject.ts';

/** How masks are written, and what their values stand for. */
export interface WrittenMasks {
  readonly classSet: ClassSet;
  readonly rule: AnomalyRule;
  readonly encoding: MaskEncoding;
  /** Of the recipe; it names the values of masks that are `mapped`. */
  readonly source: Recipe['source'];
}

/**
 * What the values of a mask file mean: train ids, train ids as the paper's code shifts them, or what
 * the recipe says. Values that no class has are void.
 *
 * @throws {InvalidInput} for an anomalous class that the class set does not have
 */
export function maskMeaning({ classSet, rule, encoding, source }: WrittenMasks): MaskMeaning {
  const classOf = classTable(classSet, encoding, source);
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

function classTable(
  classSet: ClassSet,
  encoding: MaskEncoding,
  source: Recipe['source'],
): Uint8Array {
  const voidValue = voidValueOf(classSet);
  if (encoding === 'shifted') return unshiftTable(voidValue);
  if (encoding === 'train-ids') return Uint8Array.from({ length: 256 }, (_, value) => value);
  const named = parseAs(z.record(z.string(), z.string()), source.values, 'source.values');
  const table = new Uint8Array(256).fill(voidValue);
  for (const [value, name] of Object.entries(named)) {
    const place = classSet.members.findIndex((member) => member.name === name);
    if (place >= 0) table[Number(value)] = place;
    else if (name !== voidName) {
      throw new InvalidInput(`Value ${value} of masks is no class "${name}": ${classSet.name}`);
    }
  }
  return table;
}
