import { resolve } from 'node:path';
import { z } from '../../records/index.ts';
import { exporterOfName, exporters, openRelease } from '../../release/index.ts';
import { numberText } from '../../report/index.ts';
import {
  type Command,
  parseOptions,
  threadRunner,
  threadsOption,
  threadsSchema,
} from '../command.ts';
import { sourceRootOf } from '../source-root.ts';

const schema = z.strictObject({
  to: z.string('Say --to with a form'),
  out: z.string().optional(),
  from: z.string().optional(),
  threads: threadsSchema,
});

const forms = exporters.map(({ name, summary }) => `${name}: ${summary}`).join('; ');

export const command: Command = {
  arguments: [['<release>', 'folder of a release']],
  options: [
    ['--to <form>', forms],
    ['--out <dir>', 'folder to make (default: <release>-<form> beside the release)'],
    ['--from <dir>', 'source folder, where the release is a recipe and holds no files'],
    threadsOption,
  ],
  example: 'oodforge export data/releases/bdd-anomaly-1.0.0 --to odgt --out data',
  async run(input, context) {
    const { to, out, from, threads } = parseOptions(schema, input);
    const exporter = exporterOfName(to);
    const folder = resolve(input.args[0] ?? '');
    const release = await openRelease(folder);
    try {
      const exported = await exporter.export(release, {
        out: resolve(out ?? `${folder}-${to}`),
        sourceRoot: await sourceRootOf(release, from),
        runTask: threadRunner(threads, context),
        onProgress: (done, total) => context.progress.update('export', done, total, 'files'),
      });
      const remarks = exported.remarks.map((remark) => `${remark}\n`).join('');
      const text = `${numberText(exported.files)} files in ${exported.out}\n${remarks}`;
      return { verdict: 'pass', text, json: exported };
    } finally {
      release.close();
    }
  },
};
