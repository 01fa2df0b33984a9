import { type SplitRule, voidValueOf } from '../../records/index.ts';
import { splitText } from './split-text.ts';
import type { TruthWords } from './truth-words.ts';

export const maskWords: TruthWords = {
  task: 'image-segmentation',
  tag: 'anomaly-segmentation',
  files: 'images and masks',
  describe({ recipe, classSet: { content: classSet } }) {
    const classes = classSet.members.map(({ name }, value) => `${value} ${name}`).join(', ');
    return `${ruleText(recipe.content.splits)}

Masks are 8-bit, one channel: ${classes}, ${voidValueOf(classSet)} void.
`;
  },
};

function ruleText(rule: SplitRule): string {
  if (rule.kind !== 'by-anomaly') return splitText(rule);
  const { fromPixels, anomalousClasses, anomalous } = rule;
  if (rule.assignment === 'as-published') {
    return `The splits are those of the source; anomalies are ${anomalousClasses.join(', ')}, in \`${anomalous}\` alone.`;
  }
  return `An image with at least ${fromPixels} pixel of ${anomalousClasses.join(', ')} is in \`${anomalous}\`.`;
}
