import {
  type ClassSet,
  type Figures,
  type Finding,
  parseAs,
  partOfGroup,
  type SpeciesRecord,
  splitNames,
  z,
} from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, emptyOnes, type SpeciesCheck } from '../check.ts';
import { type FindingList, listFindings } from '../list-findings.ts';
import { originTally } from './origins.ts';
import { speciesTally } from './species.ts';

interface BalanceOptions {
  readonly check: 'balance';
  /** Images that every species has. */
  readonly leastImages: number;
}

const schema: z.ZodType<BalanceOptions> = z.strictObject({
  check: z.literal('balance'),
  leastImages: z.int().min(1).default(1),
});

/**
 * What the photos are spread over: groups, species, observers, years, countries, latitudes,
 * longitudes. It fails on a group without species, which stays unjudged where the source lacked it
 * or was not asked for it, on a species with too few images and on one that is not told from others.
 */
export const balance: SpeciesCheck = {
  name: 'balance',
  start: (options, context, where) => startBalance(parseAs(schema, options, where), context),
};

function startBalance(
  { leastImages }: BalanceOptions,
  { classSet, splits, presentSplits }: CheckContext,
): CheckRun<SpeciesRecord> {
  const found = listFindings();
  const images = new Map(classSet.members.map(({ name }) => [name, 0]));
  const perSplit = new Map(splitNames(splits).map((split) => [split, 0]));
  const species = speciesTally();
  const origins = originTally();
  return {
    addRecord(record) {
      judgeFiling(record, { groups: images, splits: perSplit }, found);
      if (images.has(record.truth.member)) add(images, record.truth.member, 1);
      if (perSplit.has(record.split)) add(perSplit, record.split, 1);
      species.add(record);
      origins.add(record);
    },
    addSkipped() {},
    finish() {
      const absent = absentGroups(classSet, presentSplits);
      for (const finding of emptyOnes('group-empty', images, absent)) found.add(finding);
      for (const finding of species.findings(leastImages)) found.add(finding);
      const figures: Figures = {
        images: Object.fromEntries(perSplit),
        imagesPerGroup: Object.fromEntries(images),
        ...species.figures(classSet),
        ...origins.figures(),
        found: found.totals(),
      };
      return { figures, findings: found.list() };
    },
  };
}

/** Every photo is of a known group, filed under it, in a known split. */
function judgeFiling(
  { id: subject, split, sourceSplit, truth: { member } }: SpeciesRecord,
  known: Readonly<Record<'groups' | 'splits', ReadonlyMap<string, number>>>,
  found: FindingList,
): void {
  const fault = (code: string, values: Finding['values']) =>
    found.add({ code, level: 'fault', subject, values });
  if (!known.groups.has(member)) fault('group-unknown', { group: member });
  else if (sourceSplit !== partOfGroup(member)) {
    fault('part-of-another-group', { group: member, part: sourceSplit });
  }
  if (!known.splits.has(split)) fault('split-unknown', { split });
}

/** Groups that the source lacked, or of which it was not asked. */
function absentGroups(
  { members }: ClassSet,
  presentSplits: Readonly<Record<string, boolean>>,
): ReadonlySet<string> {
  const absent = members.filter(({ name }) => presentSplits[partOfGroup(name)] !== true);
  return new Set(absent.map(({ name }) => name));
}
