import { appendDecision, decisionsFile, parseDecision } from '../../audit/index.ts';
import { rulings, z } from '../../records/index.ts';
import { type Command, parseOptions } from '../command.ts';

const schema = z.strictObject({
  by: z.string('Say --by with your name'),
  why: z.string('Say --why with the reason'),
  on: z.string().optional(),
  file: z.string().default(decisionsFile),
});

export const command: Command = {
  arguments: [
    ['<candidate>', 'name of the candidate, as the audit shows it'],
    ['<wnid>', 'the class that the doubt points at, or - where it points at none'],
    ['<ruling>', `${rulings.join(', ')}: it is the class, a part of it, or neither`],
  ],
  options: [
    ['--by <name>', 'who decides'],
    ['--why <text>', 'the reason'],
    ['--on <date>', 'the day, YYYY-MM-DD (default: today)'],
    ['--file <file>', 'where to add it (default: manifests/decisions/overlap.jsonl)'],
  ],
  example:
    'oodforge decide "Lithobates catesbeianus" n01641577 same --by "A. Curator" --why "Rana catesbeiana is its older name"',
  async run(input, { today }) {
    const { file, on, by, why } = parseOptions(schema, input);
    const [candidate, wnid, ruling] = input.args;
    const given = { candidate, wnid: wnid === '-' ? undefined : wnid, ruling };
    const decision = parseDecision({ ...given, by, on: on ?? today, why }, 'command line');
    await appendDecision(file, decision);
    return {
      verdict: 'pass',
      text: `Decided: ${decision.candidate} is ${decision.ruling} (${decision.wnid ?? 'no class'}), in ${file}\n`,
      json: { decision, file },
    };
  },
};
