import { type Progress, prepareSpecies, previewSpecies, rebuildSpecies } from '../rebuild/index.ts';
import { z } from '../records/index.ts';
import { speciesPlanText } from '../report/index.ts';
import { builtOutcome } from './built-outcome.ts';
import {
  type CommandContext,
  type CommandInput,
  type Outcome,
  parseOptions,
  threadsSchema,
} from './command.ts';
import { defaultRawFolder, defaultReleasesFolder, defaultWorkFolder } from './folders.ts';
import { phaseUnits } from './phase-units.ts';

const count = z.coerce.number('Not a number').pipe(z.int().min(1));

const schema = z.strictObject({
  from: z.string('Say --from with open-data:DIR, api[:URL] or web[:URL]'),
  names: z.string().optional(),
  photos: z.string().optional(),
  contact: z.string().optional(),
  groups: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
  limit: count.optional(),
  againstImages: z.string().optional(),
  acceptFailures: z.boolean().default(false),
  atOnce: count.pipe(z.int().max(64)).default(8),
  out: z.string().default(defaultReleasesFolder),
  work: z.string().default(defaultWorkFolder),
  mirror: z.string().optional(),
  threads: threadsSchema,
  dryRun: z.boolean().default(false),
});

/** Builds a dataset of photos that are fetched from servers. */
export async function buildSpecies(input: CommandInput, context: CommandContext): Promise<Outcome> {
  const { dryRun, mirror, work, contact, ...options } = parseOptions(schema, input);
  const { progress, signal } = context;
  const setup = await prepareSpecies(input.args[0] ?? '', {
    ...options,
    workFolder: work,
    contact: contact ?? process.env.OODFORGE_CONTACT ?? '',
    lists: { mirror, rawFolder: defaultRawFolder },
    signal,
    onProgress: ({ phase, done, total }: Progress) =>
      progress.update(phase, done, total, phaseUnits[phase]),
    onWait: (text) => progress.say(text),
  });
  try {
    if (dryRun) {
      const preview = await previewSpecies(setup);
      return { verdict: 'pass', text: speciesPlanText(preview), json: preview };
    }
    return builtOutcome(setup.target, await rebuildSpecies(setup));
  } finally {
    await setup.close();
  }
}
