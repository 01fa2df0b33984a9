import { audit, listsAtHand, noDecisions, oneCandidate } from '../../audit/index.ts';
import { InvalidInput } from '../../errors.ts';
import { readWordnetNouns } from '../../io/index.ts';
import { explainRows, Lexicon, readNouns } from '../../lexicon/index.ts';
import { wnidSchema, z } from '../../records/index.ts';
import { auditText, explanationText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';
import { defaultRawFolder } from '../folders.ts';

const schema = z.strictObject({ mirror: z.string().optional() });

export const command: Command = {
  arguments: [['<name>', 'a name, scientific or not, or a wnid']],
  options: [['--mirror <dir>', 'folder that holds the pinned lists by file name']],
  example: 'oodforge explain "red alder"',
  async run(input) {
    const { mirror } = parseOptions(schema, input);
    const name = (input.args[0] ?? '').replaceAll('_', ' ').trim();
    if (name === '') throw new InvalidInput('Say what to explain: a name or a wnid');
    const wordnet = await readWordnetNouns();
    const nouns = readNouns(wordnet.bytes, wordnet.where);
    const lexicon = new Lexicon(nouns);
    const lists = await listsAtHand({ mirror, rawFolder: defaultRawFolder, wordnet });
    const wnid = wnidSchema.safeParse(name);
    const rows = wnid.success ? [lexicon.row(wnid.data, 'command line')] : lexicon.named(name);
    if (rows.length > 0) {
      const explanations = explainRows(lexicon, lists, rows);
      const text = explanations.map(explanationText).join('\n');
      return { verdict: 'pass', text, json: { name, explanations } };
    }
    // WordNet does not know the name; what is around it may still be known.
    const found = await audit({
      nouns,
      wordnetSha256: wordnet.sha256,
      lists,
      candidates: oneCandidate(name),
      failsFrom: 'T1',
      decisions: noDecisions,
    });
    return {
      verdict: 'unknown',
      text: `WordNet 3.0 has no noun "${name}". An audit of it says:\n\n${auditText(found)}`,
      json: { name, explanations: [], findings: found.tally.findings },
    };
  },
};
