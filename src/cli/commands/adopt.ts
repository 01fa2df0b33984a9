import {
  type Progress,
  prepareAdoption,
  previewAdoption,
  rebuildSpecies,
} from '../../rebuild/index.ts';
import { z } from '../../records/index.ts';
import { adoptionText } from '../../report/index.ts';
import { builtOutcome } from '../built-outcome.ts';
import { type Command, parseOptions, threadsOption, threadsSchema } from '../command.ts';
import { defaultRawFolder, defaultReleasesFolder, defaultWorkFolder } from '../folders.ts';
import { phaseUnits } from '../phase-units.ts';

const schema = z.strictObject({
  from: z.string('Say --from with open-data:DIR'),
  names: z.string().optional(),
  contact: z.string().optional(),
  atOnce: z.coerce.number('Not a number').pipe(z.int().min(1).max(64)).default(4),
  out: z.string().default(defaultReleasesFolder),
  work: z.string().default(defaultWorkFolder),
  mirror: z.string().optional(),
  threads: threadsSchema,
  dryRun: z.boolean().default(false),
});

export const command: Command = {
  arguments: [
    ['<dataset>', 'whose archive it is: "species", or a path to a recipe (.json)'],
    [
      '<archive>',
      'folder that holds <group>/<species>/<photo id>.<ending>, or holds that in "species"',
    ],
  ],
  options: [
    ['--from <source>', 'where photos are looked up by id: open-data:DIR'],
    ['--out <dir>', 'folder in which the release folder is made (default: data/releases)'],
    ['--mirror <dir>', 'folder that holds pinned class lists, where the certificate needs one'],
    [
      '--names <source>',
      'where earlier names of species are looked up, by which folders may be called: api[:URL] or none (default: none)',
    ],
    [
      '--contact <address>',
      'your e-mail address or page, told to a server that is asked for names (or OODFORGE_CONTACT)',
    ],
    ['--at-once <n>', 'photos read at once (default: 4)'],
    ['--work <dir>', 'budgets and what is prepared of the source (default: data/work)'],
    threadsOption,
    ['--dry-run', 'count what would be kept and left out, and build nothing'],
  ],
  example: 'oodforge adopt species published/species --from open-data:open-data --dry-run',
  async run(input, { progress, signal }) {
    const { dryRun, mirror, work, contact, ...options } = parseOptions(schema, input);
    const [dataset = '', folder = ''] = input.args;
    const setup = await prepareAdoption(dataset, folder, {
      ...options,
      workFolder: work,
      contact: contact ?? process.env.OODFORGE_CONTACT ?? '',
      lists: { mirror, rawFolder: defaultRawFolder },
      signal,
      onProgress: ({ phase, done, total }: Progress) =>
        progress.update(phase, done, total, phaseUnits[phase]),
    });
    try {
      if (dryRun) {
        const preview = await previewAdoption(setup);
        return { verdict: 'pass', text: adoptionText(preview), json: preview };
      }
      return builtOutcome(setup.target, await rebuildSpecies(setup));
    } finally {
      await setup.close();
    }
  },
};
