import { imagesOf } from './images-of.ts';
import { markdownTable } from './markdown-table.ts';
import type { TruthWords } from './truth-words.ts';

export const classWords: TruthWords = {
  task: 'image-classification',
  tag: 'anomaly-detection',
  files: 'images',
  describe({ classSet }, reports) {
    const { members, source } = classSet.content;
    const rows = members.map(({ name, synset = '', remark = '' }) => {
      return [name, synset, imagesOf(name, reports), remark];
    });
    const isBound = members.every(({ synset }) => synset !== undefined);
    const bound = isBound ? ', each a synset of WordNet 3.0' : '';
    return `Every image is of one class${bound} (${source}):

${markdownTable(['class', 'synset', 'images', 'remark'], rows)}`;
  },
};
