import type { InspectOptions, Source } from '../source.ts';
import { type InspectContext, inspectCandidate, inspectModule } from './inspect.ts';
import { listBdd100k } from './list.ts';
import { parseBdd100kOptions } from './options.ts';
import { surveyMasks } from './survey.ts';

/** BDD100K's semantic segmentation set ("10K"): photos and masks of train ids. */
export const bdd100k: Source = {
  kind: 'bdd100k',
  truth: 'mask',
  facts: ['semantic-masks'],
  list: (folder, { options, where }) => listBdd100k(folder, parseBdd100kOptions(options, where)),
  survey: (options, inspect) =>
    surveyMasks(inspect.listing.candidates, contextOf(options, inspect)),
  inspectTask: (options, inspect) => ({
    module: inspectModule,
    name: inspectCandidate.name,
    context: contextOf(options, inspect),
  }),
};

function contextOf(
  options: unknown,
  { listing, classSet, encoding }: InspectOptions,
): InspectContext {
  return {
    root: listing.root,
    options: parseBdd100kOptions(options, 'recipe'),
    classSet,
    encoding,
  };
}
