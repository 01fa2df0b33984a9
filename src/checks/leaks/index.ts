import type { Check } from '../check.ts';
import { forMasks, forSpecies } from '../for-truth.ts';
import { frameLeaks } from './frame-leaks.ts';
import { photoLeaks } from './photo-leaks.ts';

/**
 * Images are independent of each other, by the rule that made the dataset: frames of drives do not
 * reach from one split into another, photos of one set do not stem from one sighting.
 */
export const leaks: Check = {
  name: 'leaks',
  start(options, context, where) {
    const form =
      context.splits.kind === 'by-anomaly' ? forMasks(frameLeaks) : forSpecies(photoLeaks);
    return form.start(options, context, where);
  },
};
