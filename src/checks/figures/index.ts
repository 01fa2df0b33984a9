import { parseAs, z } from '../../records/index.ts';
import type { Check } from '../check.ts';
import { startAnomalyFigures } from './anomaly-figures.ts';
import { startClassFigures } from './class-figures.ts';

const schema = z.strictObject({ check: z.literal('figures') });

/** The figures that describe the dataset, by the rule that made it. */
export const figures: Check = {
  name: 'figures',
  start(options, { splits, ...context }, where) {
    parseAs(schema, options, where);
    return splits.kind === 'by-anomaly'
      ? startAnomalyFigures({ ...context, splits })
      : startClassFigures({ ...context, splits });
  },
};
