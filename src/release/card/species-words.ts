import {
  type CheckReport,
  type Figures,
  type GroupQuery,
  type LicenceCode,
  licenceCodes,
  licenceTexts,
  type Recipe,
} from '../../records/index.ts';
import { drawnFrom } from '../drawn-from.ts';
import { releaseFiles } from '../layout.ts';
import { markdownTable } from './markdown-table.ts';
import type { TruthWords } from './truth-words.ts';

export const speciesWords: TruthWords = {
  task: 'image-classification',
  tag: 'anomaly-detection',
  files: 'images',
  licences: (reports) => usedLicences(reports).map(({ code }) => hubLicence(code)),
  describe({ recipe, classSet }, reports) {
    const names = classSet.content.members.map(({ name, synset = '' }) => ({ name, synset }));
    const sections = [groups(names, reports), drawn(recipe.content), licences(reports)];
    return sections.filter((section) => section !== '').join('\n');
  },
};

function groups(
  names: readonly { readonly name: string; readonly synset: string }[],
  reports: readonly CheckReport[],
): string {
  const balance = figuresOf('balance', reports);
  const [species, images] = [balance?.speciesPerGroup, balance?.imagesPerGroup];
  const rows = names.map(({ name, synset }) => {
    return [name, synset, countIn(species, name), countIn(images, name)];
  });
  const plot =
    balance === undefined
      ? ''
      : `\n![Species and images per group, images per year](${releaseFiles.balance})\n`;
  return `Every image is a photo of one species, in one of these groups:

${markdownTable(['group', 'synset', 'species', 'images'], rows)}${plot}`;
}

/** How the photos were chosen; nothing where they were not drawn from iNaturalist. */
function drawn(recipe: Recipe): string {
  const source = drawnFrom(recipe);
  if (source === undefined) return '';
  const heads = ['group', 'taxa', 'quality', 'species at most', 'images a species'];
  const rows = source.groups.map(rowOfGroup);
  return `### How the photos were drawn

From iNaturalist: the species below these taxa, those at most that are stated, and of each species photos of observations of that quality, by a draw that a seed decides. No more than so many photos are of one observation, and of one observer within a species.

${markdownTable([...heads, 'of an observation', 'of an observer', 'seed'], rows)}`;
}

function rowOfGroup(group: GroupQuery): readonly string[] {
  const { leastImages, mostImages, mostSpecies, mostOfObservation, mostOfObserver } = group;
  return [
    group.group,
    group.roots.map(({ name }) => name).join(', '),
    group.qualityGrades.join(', '),
    String(mostSpecies),
    `${leastImages} to ${mostImages}`,
    String(mostOfObservation),
    String(mostOfObserver),
    group.seed,
  ];
}

/** The licences of the photos; those of all of them together are those of the dataset. */
function licences(reports: readonly CheckReport[]): string {
  const rows = usedLicences(reports).map(({ code, images }) => {
    const { name, url } = licenceTexts[code];
    return [`[${name}](${url})`, String(images)];
  });
  const table = rows.length === 0 ? '' : `${markdownTable(['licence', 'images'], rows)}\n`;
  return `### Licences of the photos

${table}Each photo is under a licence of its own. \`${releaseFiles.attribution}\` states of each who must be named, the licence, where it comes from and what was changed; \`${releaseFiles.records}\` holds the same.
`;
}

/** As the check `licences` counted them; none where the recipe does not run it. */
function usedLicences(
  reports: readonly CheckReport[],
): readonly { readonly code: LicenceCode; readonly images: number }[] {
  const counts = figuresOf('licences', reports)?.imagesPerLicence;
  if (typeof counts !== 'object' || counts === null) return [];
  return licenceCodes
    .map((code) => ({ code, images: Number(counts[code] ?? 0) }))
    .filter(({ images }) => images > 0);
}

/** As dataset hubs name a licence. */
function hubLicence(code: LicenceCode): string {
  if (code === 'pd') return 'other';
  return code === 'cc0' ? 'cc0-1.0' : `${code}-4.0`;
}

function figuresOf(name: string, reports: readonly CheckReport[]): Figures | undefined {
  return reports.find(({ check }) => check === name)?.figures;
}

/** Empty where nothing was counted. */
function countIn(counts: Figures[string] | undefined, name: string): string {
  return typeof counts === 'object' && counts !== null ? String(counts[name] ?? 0) : '';
}
