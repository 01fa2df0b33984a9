import { z } from '../../records/index.ts';
import { openRelease, verifyRelease } from '../../release/index.ts';
import { verificationText } from '../../report/index.ts';
import {
  type Command,
  parseOptions,
  threadRunner,
  threadsOption,
  threadsSchema,
} from '../command.ts';
import { sourceRootOf } from '../source-root.ts';

const schema = z.strictObject({ from: z.string().optional(), threads: threadsSchema });

export const command: Command = {
  arguments: [['<release>', 'folder of a release']],
  options: [
    [
      '--from <dir>',
      'also hold the files of your source folder to the records (for recipe releases)',
    ],
    threadsOption,
  ],
  example: 'oodforge verify data/releases/bdd-anomaly-1.0.0',
  async run(input, context) {
    const { from, threads } = parseOptions(schema, input);
    const release = await openRelease(input.args[0] ?? '');
    try {
      const verification = await verifyRelease(release, {
        runTask: threadRunner(threads, context),
        sourceRoot: await sourceRootOf(release, from),
        onProgress: (done, total) => context.progress.update('verify', done, total, 'files'),
      });
      const { verdict } = verification;
      return { verdict, text: verificationText(release.folder, verification), json: verification };
    } finally {
      release.close();
    }
  },
};
