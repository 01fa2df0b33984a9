import { z } from '../../records/index.ts';
import { diffReleases, openRelease } from '../../release/index.ts';
import { differenceText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';

export const command: Command = {
  arguments: [
    ['<a>', 'folder of the earlier release'],
    ['<b>', 'folder of the later release'],
  ],
  options: [],
  example:
    'oodforge diff data/releases/bdd-anomaly-1.0.0 data/releases/bdd-anomaly-clip-safe-1.0.0',
  async run(input) {
    parseOptions(z.strictObject({}), input);
    const a = await openRelease(input.args[0] ?? '');
    try {
      const b = await openRelease(input.args[1] ?? '');
      try {
        const differences = await diffReleases(a, b);
        const verdict = differences.length === 0 ? 'pass' : 'fail';
        return { verdict, text: differenceText(differences), json: { differences } };
      } finally {
        b.close();
      }
    } finally {
      a.close();
    }
  },
};
