import { InvalidInput } from '../errors.ts';
import type { Manifest } from '../io/index.ts';
import { type AnomalyRule, type ClassSet, type Recipe, voidValueOf } from '../records/index.ts';
import type { Source } from '../sources/index.ts';
import type { BuildOptions } from './build-options.ts';

/** @throws {InvalidInput} where recipe, class set, source and options do not fit together */
export function checkFit(
  { content, where }: Manifest<Recipe>,
  classSet: ClassSet,
  { kind, truth, maskTable }: Source,
  { encoding }: Pick<BuildOptions, 'encoding'>,
): void {
  const { splits } = content;
  if (truth === 'mask') voidValueOf(classSet);
  if (truth !== 'mask' && encoding !== 'auto') {
    throw new InvalidInput(`The source ${kind} has no masks: leave --encoding out: ${where}`);
  }
  if (maskTable !== undefined && encoding !== 'auto') {
    throw new InvalidInput(
      `The recipe says what values in masks mean: leave --encoding out: ${where}`,
    );
  }
  if (splits.kind !== 'by-anomaly') return;
  if (truth !== 'mask') {
    throw new InvalidInput(
      `The rule "${splits.kind}" needs masks, which the source ${kind} has not: ${where} at splits`,
    );
  }
  checkClassNames(splits, classSet, where);
}

function checkClassNames({ anomalousClasses }: AnomalyRule, classSet: ClassSet, where: string) {
  const known = classSet.members.map(({ name }) => name);
  for (const [i, name] of anomalousClasses.entries()) {
    if (known.includes(name)) continue;
    const place = `${where} at splits.anomalousClasses[${i}]`;
    throw new InvalidInput(`Class set ${classSet.name} has no class "${name}": ${place}`);
  }
}
