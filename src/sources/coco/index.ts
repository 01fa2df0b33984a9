import { withStorageErrors } from '../../io/index.ts';
import { inspectImageTask } from '../inspect-image.ts';
import type { Source } from '../source.ts';
import { listCoco } from './list.ts';
import { parseCocoOptions } from './options.ts';

/** MS-COCO: photos, and a file of the instances in all of them. */
export const coco: Source = {
  kind: 'coco',
  truth: 'classes',
  facts: ['image-classes'],
  list(folder, { options, classSet, where }) {
    const wanted = parseCocoOptions(options, where);
    return withStorageErrors(folder, () => listCoco(folder, classSet, wanted));
  },
  async survey() {},
  inspectTask: (_options, { listing }) => inspectImageTask(listing),
};
