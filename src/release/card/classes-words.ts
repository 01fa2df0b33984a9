import { imagesOf } from './images-of.ts';
import { markdownTable } from './markdown-table.ts';
import { splitText } from './split-text.ts';
import type { TruthWords } from './truth-words.ts';

export const classesWords: TruthWords = {
  task: 'image-classification',
  tag: 'multi-label',
  files: 'images',
  describe({ recipe, classSet }, reports) {
    const { members, source } = classSet.content;
    const rows = members.map(({ name, synset = '', remark = '' }, index) => {
      return [String(index), name, synset, imagesOf(name, reports), remark];
    });
    const { splits } = recipe.content;
    const how = splits.kind === 'by-anomaly' ? '' : `${splitText(splits)} `;
    return `${how}Every image shows a set of classes (${source}). \`classes\` are the indices of those it shows; those in \`difficult\` are to be left out when predictions are judged:

${markdownTable(['index', 'class', 'synset', 'images', 'remark'], rows)}`;
  },
};
