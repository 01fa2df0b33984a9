import { type ClassesRecord, parseAs, splitNames, z } from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, type ClassesCheck } from '../check.ts';
import { listFindings } from '../list-findings.ts';

const schema = z.strictObject({ check: z.literal('label-sets') });

/** Every image shows classes of the set, as far as it shows any, in a known split. */
export const labelSets: ClassesCheck = {
  name: 'label-sets',
  start(options, context, where) {
    parseAs(schema, options, where);
    return startLabelSets(context);
  },
};

function startLabelSets({ classSet, splits }: CheckContext): CheckRun<ClassesRecord> {
  const found = listFindings();
  const known = new Set(splitNames(splits));
  const imagesPerNumber = new Map<string, number>();
  let imagesWithDifficult = 0;
  return {
    addRecord({ id: subject, split, truth: { classes, difficult } }) {
      add(imagesPerNumber, String(classes.length).padStart(2, '0'), 1);
      if (difficult.length > 0) imagesWithDifficult++;
      const unknown = [...classes, ...difficult].filter(
        (index) => classSet.members[index] === undefined,
      );
      if (unknown.length > 0) {
        const values = { classes: unknown.join(', ') };
        found.add({ code: 'class-unknown', level: 'fault', subject, values });
      }
      if (!known.has(split)) {
        found.add({ code: 'split-unknown', level: 'fault', subject, values: { split } });
      }
      if (classes.length === 0) {
        found.add({ code: 'image-without-class', level: 'note', subject, values: {} });
      }
    },
    addSkipped() {},
    finish: () => ({
      figures: {
        imagesPerNumberOfClasses: Object.fromEntries(
          [...imagesPerNumber].sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
        imagesWithDifficult,
        found: found.totals(),
      },
      findings: found.list(),
    }),
  };
}
