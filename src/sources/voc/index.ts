import { withStorageErrors } from '../../io/index.ts';
import type { Source } from '../source.ts';
import { inspectAnnotated, inspectModule } from './inspect.ts';
import { listVoc } from './list.ts';
import { parseVocOptions } from './options.ts';

/** PASCAL VOC: photos, each with an annotation of the objects in it. */
export const voc: Source = {
  kind: 'voc',
  truth: 'classes',
  facts: ['image-classes'],
  list(folder, { options, where }) {
    const wanted = parseVocOptions(options, where);
    return withStorageErrors(folder, () => listVoc(folder, wanted));
  },
  async survey() {},
  inspectTask: (_options, { listing, classSet }) => ({
    module: inspectModule,
    name: inspectAnnotated.name,
    context: { root: listing.root, classSet },
  }),
};
