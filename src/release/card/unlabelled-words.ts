import { splitText } from './split-text.ts';
import type { TruthWords } from './truth-words.ts';

export const unlabelledWords: TruthWords = {
  task: 'image-classification',
  tag: 'anomaly-detection',
  files: 'images',
  describe({ recipe }) {
    const { splits } = recipe.content;
    const how = splits.kind === 'by-anomaly' ? '' : `${splitText(splits)} `;
    return `${how}No image has a class: whether it is an outlier, whom it is tested against decides.
`;
  },
};
