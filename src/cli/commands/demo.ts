import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AlreadyExists } from '../../errors.ts';
import { parseAs, z } from '../../records/index.ts';
import { writeStreetScenes } from '../../sources/index.ts';
import { type Command, type CommandContext, type Outcome, parseOptions } from '../command.ts';
import { demoFolder } from '../folders.ts';
import { command as build } from './build.ts';
import { command as claims } from './claims.ts';
import { command as gate } from './gate.ts';
import { command as verify } from './verify.ts';

const schema = z.strictObject({ out: z.string().optional(), seed: z.string().default('1') });

export const command: Command = {
  arguments: [],
  options: [
    ['--out <dir>', `folder to make (default: ${demoFolder}, made anew each time)`],
    ['--seed <text>', 'another seed paints other scenes (default: 1)'],
  ],
  example: 'oodforge demo',
  async run(input, context) {
    const { out, seed } = parseOptions(schema, input);
    const folder = resolve(out ?? demoFolder);
    await makeWay(folder, out !== undefined);
    const source = join(folder, 'source');
    const release = join(folder, 'street-scenes-1.0.0');
    const onProgress = (done: number, total: number) =>
      context.progress.update('paint', done, total, 'scenes');
    await writeStreetScenes(source, { seed, signal: context.signal, onProgress });

    const outcomes: Record<string, unknown> = {};
    let last: Outcome | undefined;
    for (const { name, title, run } of steps(source, folder, release)) {
      last = await run(context);
      outcomes[name] = last.json;
      context.show(`\n== ${title}\n\n${last.text}`);
    }
    const { verdict } = parseAs(
      z.object({ verdict: z.enum(['pass', 'fail', 'unknown']) }),
      last,
      'gate',
    );
    return { verdict, text: realThing, json: outcomes };
  },
};

const realThing =
  '\nOn the real BDD100K: npx oodforge build bdd-anomaly --from <folder with seg/, or with images/ and labels/>\n';

interface Step {
  readonly name: string;
  readonly title: string;
  readonly run: (context: CommandContext) => Promise<Outcome>;
}

function steps(source: string, out: string, release: string): readonly Step[] {
  const onRelease = (command: Command) => (context: CommandContext) =>
    command.run({ args: [release], options: {} }, context);
  const buildIt = (context: CommandContext) =>
    build.run({ args: ['street-scenes'], options: { from: source, out } }, context);
  return [
    {
      name: 'build',
      title: 'Build: painted scenes, split by the rule of BDD-Anomaly',
      run: buildIt,
    },
    {
      name: 'verify',
      title: 'Verify: every digest, count, check and claim again',
      run: onRelease(verify),
    },
    {
      name: 'claims',
      title: 'Claims: what was stated, beside what is computed',
      run: onRelease(claims),
    },
    { name: 'gate', title: 'Gate: may this release go out?', run: onRelease(gate) },
  ];
}

/** The demo owns its default folder; a folder of the user's must not exist yet. */
async function makeWay(folder: string, isUsers: boolean): Promise<void> {
  if (!existsSync(folder)) return;
  if (isUsers) throw new AlreadyExists(`Something stands there already: ${folder}`);
  await rm(folder, { recursive: true });
}
