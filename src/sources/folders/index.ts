import { withStorageErrors } from '../../io/index.ts';
import { inspectImageTask } from '../inspect-image.ts';
import type { Source } from '../source.ts';
import { listClassFolders } from './list-class-folders.ts';
import { listFolders } from './list-folders.ts';
import { parseClassFoldersOptions, parseFoldersOptions } from './options.ts';

/** Images without classes, in whatever folders they lie: outliers. */
export const folders: Source = {
  kind: 'folders',
  truth: 'unlabelled',
  facts: [],
  list(folder, { options, where }) {
    const wanted = parseFoldersOptions(options, where);
    return withStorageErrors(folder, () => listFolders(folder, wanted));
  },
  async survey() {},
  inspectTask: (_options, { listing }) => inspectImageTask(listing),
};

/** Images of classes, a folder a class. */
export const classFolders: Source = {
  kind: 'class-folders',
  truth: 'class',
  facts: ['image-classes'],
  list(folder, { options, classSet, where }) {
    const wanted = parseClassFoldersOptions(options, where);
    return withStorageErrors(folder, () => listClassFolders(folder, classSet, wanted));
  },
  async survey() {},
  inspectTask: (_options, { listing }) => inspectImageTask(listing),
};
