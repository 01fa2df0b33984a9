import { stat } from 'node:fs/promises';
import { makePlan, type Plan, type Progress, placements, rebuild } from '../rebuild/index.ts';
import { encodings, namesText, z } from '../records/index.ts';
import { bytesText, numberText, tableText } from '../report/index.ts';
import { type FileLook, looksAt } from '../sources/index.ts';
import { builtOutcome } from './built-outcome.ts';
import {
  type CommandContext,
  type CommandInput,
  type Outcome,
  parseOptions,
  threadsSchema,
} from './command.ts';
import { defaultRawFolder, defaultReleasesFolder } from './folders.ts';
import { phaseUnits } from './phase-units.ts';

/** What a user may say of a build from a folder. */
export const folderSchema = z.strictObject({
  from: z.string('Say --from with the folder of the source'),
  out: z.string().default(defaultReleasesFolder),
  images: z.enum(placements).optional(),
  encoding: z.enum(['auto', ...encodings]).default('auto'),
  mirror: z.string().optional(),
  threads: threadsSchema,
  dryRun: z.boolean().default(false),
});

/** Builds a dataset whose source is a folder. */
export async function buildFromFolder(
  input: CommandInput,
  context: CommandContext,
): Promise<Outcome> {
  const { images, dryRun, mirror, ...options } = parseOptions(folderSchema, input);
  const onProgress = ({ phase, done, total }: Progress) =>
    context.progress.update(phase, done, total, phaseUnits[phase]);
  const plan = await makePlan(input.args[0] ?? '', {
    ...options,
    lists: { mirror, rawFolder: defaultRawFolder },
    placement: images,
    signal: context.signal,
    onProgress,
  });
  return dryRun ? describe(plan) : build(plan, context);
}

async function build(plan: Plan, { progress }: CommandContext): Promise<Outcome> {
  const absent = Object.entries(plan.listing.presentSplits).filter(([, isPresent]) => !isPresent);
  if (absent.length > 0) {
    const names = namesText(absent.map(([name]) => name));
    progress.say(`The source lacks ${names}: the release will be part of the dataset only`);
  }
  return builtOutcome(plan.target, await rebuild(plan));
}

/** What is known before a file is opened. */
async function describe({ recipe, listing, placement, target }: Plan): Promise<Outcome> {
  const { candidates, skipped, layout, root, presentSplits, hasImages } = listing;
  // One file may say what many images show.
  const looks = [...new Map(candidates.flatMap(looksAt).map((look) => [look.path, look])).values()];
  const bytes = bytesOf(looks);
  const archived = bytesOf(looks.filter(({ archive }) => archive !== undefined));
  const bySplit = Object.keys(presentSplits).map((split) => {
    const pairs = candidates.filter(({ sourceSplit }) => sourceSplit === split).length;
    return { split, isPresent: presentSplits[split], pairs };
  });
  const toWrite = { copy: bytes, hardlink: archived, none: 0 }[placement];
  const isTaken = (await stat(target).catch(() => undefined)) !== undefined;
  const json = {
    dataset: recipe.content.name,
    target,
    isTaken,
    root,
    layout,
    hasImages,
    placement,
    candidates: candidates.length,
    bytes,
    toWrite,
    bySplit,
    skipped,
  };
  const rows = bySplit.map(({ split, isPresent, pairs }) => [
    split,
    isPresent === true ? numberText(pairs) : 'not there',
  ]);
  const text = [
    `Would build ${target}${isTaken ? ' (which is there already)' : ''}\nfrom ${root} (layout ${layout}, ${hasImages ? 'with' : 'without'} photos), images: ${placement}\n`,
    tableText(['part of the source', 'candidates'], rows),
    `  ${bytesText(bytes)} to read, ${bytesText(toWrite)} of images and masks to write\n`,
    skipped.length === 0
      ? '  Nothing left out so far\n'
      : tableText(
          ['left out', 'file', 'why'],
          skipped.map(({ reason, path, detail }) => [reason, path, detail]),
        ),
  ].join('\n');
  return { verdict: 'pass', text, json };
}

function bytesOf(looks: readonly FileLook[]): number {
  return looks.reduce((sum, { bytes }) => sum + bytes, 0);
}
