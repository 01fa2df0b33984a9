import { InvalidInput } from '../errors.ts';
import { asClassesRecord, asClassRecord, asMaskRecord, asSpeciesRecord } from '../records/index.ts';
import type { Check, ClassCheck, ClassesCheck, MaskCheck, SpeciesCheck } from './check.ts';

/** Lets a check of masks stand in the table of all: it refuses a recipe whose rule needs no masks. */
export function forMasks(check: MaskCheck): Check {
  const { name } = check;
  return {
    name,
    start(options, { splits, ...context }, where) {
      if (splits.kind !== 'by-anomaly') {
        throw new InvalidInput(
          `Check ${name} judges masks split by anomaly, not the rule "${splits.kind}": ${where}`,
        );
      }
      const run = check.start(options, { ...context, splits }, where);
      return { ...run, addRecord: (record) => run.addRecord(asMaskRecord(record)) };
    },
  };
}

/** Lets a check of classes stand in the table of all. */
export function forClasses(check: ClassCheck): Check {
  return {
    name: check.name,
    start(options, context, where) {
      const run = check.start(options, context, where);
      return { ...run, addRecord: (record) => run.addRecord(asClassRecord(record)) };
    },
  };
}

/** Lets a check of sets of classes stand in the table of all. */
export function forSetsOfClasses(check: ClassesCheck): Check {
  return {
    name: check.name,
    start(options, context, where) {
      const run = check.start(options, context, where);
      return { ...run, addRecord: (record) => run.addRecord(asClassesRecord(record)) };
    },
  };
}

/** Lets a check of species stand in the table of all. */
export function forSpecies(check: SpeciesCheck): Check {
  return {
    name: check.name,
    start(options, context, where) {
      const run = check.start(options, context, where);
      return { ...run, addRecord: (record) => run.addRecord(asSpeciesRecord(record)) };
    },
  };
}
