import { withStorageErrors } from '../../io/index.ts';
import type { Source } from '../source.ts';
import { inspectModule, inspectNoise } from './inspect.ts';
import { listNoise } from './list.ts';
import { makeFile, makeFileModule, pathOf } from './make-file.ts';
import { parseNoiseOptions } from './options.ts';

/** Images of noise, computed from a seed: the paper's Gaussian, Rademacher and Blobs. */
export const noise: Source = {
  kind: 'noise',
  truth: 'unlabelled',
  facts: [],
  list: (folder, { options, where }) =>
    withStorageErrors(folder, () => listNoise(folder, parseNoiseOptions(options, where))),
  async survey() {},
  generation(value, where) {
    const options = parseNoiseOptions(value, where);
    return {
      files: Array.from({ length: options.count }, (_, index) => ({ path: pathOf(index), index })),
      task: (folder) => ({
        module: makeFileModule,
        name: makeFile.name,
        context: { folder, options },
      }),
    };
  },
  inspectTask: (options, { listing }) => ({
    module: inspectModule,
    name: inspectNoise.name,
    context: { root: listing.root, options: parseNoiseOptions(options, 'recipe') },
  }),
};
