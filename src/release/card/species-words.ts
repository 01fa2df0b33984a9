import type { CheckReport } from '../../records/index.ts';
import { markdownTable } from './markdown-table.ts';
import type { TruthWords } from './truth-words.ts';

export const speciesWords: TruthWords = {
  task: 'image-classification',
  tag: 'anomaly-detection',
  files: 'images',
  describe({ classSet }, reports) {
    const rows = classSet.content.members.map(({ name, synset = '' }) => {
      return [
        name,
        synset,
        ofGroup('speciesPerGroup', name, reports),
        ofGroup('imagesPerGroup', name, reports),
      ];
    });
    return `Every image is a photo of one species, in one of these groups:

${markdownTable(['group', 'synset', 'species', 'images'], rows)}
Each photo is under a licence of its own: \`records.parquet\` and \`ATTRIBUTION.csv\` state licence and author of each.
`;
  },
};

/** As the check `balance` counted them; empty where the recipe does not run it. */
function ofGroup(figure: string, group: string, reports: readonly CheckReport[]): string {
  const counts = reports.find(({ check }) => check === 'balance')?.figures[figure];
  if (typeof counts !== 'object' || counts === null) return '';
  return String(counts[group] ?? 0);
}
