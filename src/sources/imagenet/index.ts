import { withStorageErrors } from '../../io/index.ts';
import { parseAs, z } from '../../records/index.ts';
import { inspectImageTask } from '../inspect-image.ts';
import type { Source } from '../source.ts';
import { listImagenet } from './list.ts';

const schema = z.strictObject({ kind: z.literal('imagenet') });

/** Images of ImageNet-21K, filed by synset: a folder or a tar archive for each class of the set. */
export const imagenet: Source = {
  kind: 'imagenet',
  truth: 'class',
  facts: ['image-classes'],
  list(folder, { options, classSet, where }) {
    parseAs(schema, options, `${where} at source`);
    return withStorageErrors(folder, () => listImagenet(folder, classSet));
  },
  async survey() {},
  inspectTask: (_options, { listing }) => inspectImageTask(listing),
};
