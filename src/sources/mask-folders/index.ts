import { withStorageErrors } from '../../io/index.ts';
import type { InspectOptions, Source } from '../source.ts';
import { type InspectContext, inspectModule, inspectPair } from './inspect.ts';
import { listMaskFolders } from './list.ts';
import { parseMaskFoldersOptions } from './options.ts';
import { surveyMaskFolders } from './survey.ts';
import { valueTable } from './value-table.ts';

/**
 * Photos and label masks in two trees of folders, whose names and values the recipe gives: the published
 * StreetHazards, Lost and Found, Road Anomaly, the segmentation of PASCAL VOC.
 */
export const maskFolders: Source = {
  kind: 'mask-folders',
  truth: 'mask',
  facts: ['semantic-masks'],
  list(folder, { options, classSet, where }) {
    const wanted = parseMaskFoldersOptions(options, where);
    valueTable(wanted, classSet);
    return withStorageErrors(folder, () => listMaskFolders(folder, wanted));
  },
  survey: (options, inspect) => surveyMaskFolders(inspect.listing, contextOf(options, inspect)),
  maskTable: (options, classSet) =>
    valueTable(parseMaskFoldersOptions(options, 'recipe'), classSet).table,
  inspectTask: (options, inspect) => ({
    module: inspectModule,
    name: inspectPair.name,
    context: contextOf(options, inspect),
  }),
};

function contextOf(options: unknown, { listing, classSet }: InspectOptions): InspectContext {
  return { root: listing.root, options: parseMaskFoldersOptions(options, 'recipe'), classSet };
}
