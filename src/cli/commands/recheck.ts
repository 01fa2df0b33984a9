import { type Recheck, recheckRelease } from '../../rebuild/index.ts';
import { type Verdict, z } from '../../records/index.ts';
import { tombstonesText } from '../../report/index.ts';
import { type Command, parseOptions, threadsOption, threadsSchema } from '../command.ts';
import { defaultWorkFolder } from '../folders.ts';

const schema = z.strictObject({
  from: z.string('Say --from with open-data:DIR or api[:URL]'),
  out: z.string().optional(),
  date: z.iso.date('Not a date (YYYY-MM-DD)').optional(),
  photos: z.string().optional(),
  contact: z.string().optional(),
  work: z.string().default(defaultWorkFolder),
  threads: threadsSchema,
});

export const command: Command = {
  arguments: [['<release>', 'folder of a release of species']],
  options: [
    ['--from <source>', 'who is asked: open-data:DIR or api[:URL]'],
    [
      '--out <file>',
      'tombstones, added to those that are there (default: <name>-<version>.tombstones.json beside the release)',
    ],
    ['--date <day>', 'the day that new tombstones bear, YYYY-MM-DD (default: today)'],
    ['--photos <url>', "where openly licensed photos lie, if not where the release's recipe says"],
    [
      '--contact <address>',
      'your e-mail address or page, told to every server (or OODFORGE_CONTACT)',
    ],
    ['--work <dir>', 'budgets and what is prepared of the source (default: data/work)'],
    threadsOption,
  ],
  example: 'oodforge recheck data/releases/species-1.0.0 --from open-data:open-data',
  async run(input, { signal, progress, today }) {
    const { date, work, contact, ...options } = parseOptions(schema, input);
    const recheck = await recheckRelease(input.args[0] ?? '', {
      ...options,
      since: date ?? today,
      workFolder: work,
      contact: contact ?? process.env.OODFORGE_CONTACT ?? '',
      signal,
      onProgress: (done, total) => progress.update('recheck', done, total, 'photos'),
    });
    return { verdict: verdictOf(recheck), text: tombstonesText(recheck), json: recheck };
  },
};

function verdictOf({ raised, undecided }: Recheck): Verdict {
  if (raised.tombstones.length > 0) return 'fail';
  return undecided.count > 0 ? 'unknown' : 'pass';
}
