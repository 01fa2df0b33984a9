import { Command as Commander, CommanderError } from 'commander';
import { Interrupted, OodforgeError } from '../errors.ts';
import { printableText, type Verdict } from '../records/index.ts';
import type { Command, Outcome } from './command.ts';
import { progressOn } from './progress.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command. Only the one that is called is loaded, so that help answers at once. */
const commands: readonly Entry[] = [
  {
    name: 'build',
    summary: 'rebuild a dataset from its source into a release',
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'verify',
    summary: 'recompute every digest, count, check and claim of a release',
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'claims',
    summary: 'hold published numbers against a release',
    load: () => import('./commands/claims.ts'),
  },
  {
    name: 'gate',
    summary: 'judge whether a release may go out',
    load: () => import('./commands/gate.ts'),
  },
  {
    name: 'diff',
    summary: 'say which records came, went, moved or changed between two releases',
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'metrics',
    summary: 'measure anomaly scores against labels under a named protocol',
    load: () => import('./commands/metrics.ts'),
  },
  {
    name: 'recheck',
    summary: 'ask the source which photos of a release may not stay',
    load: () => import('./commands/recheck.ts'),
  },
  {
    name: 'adopt',
    summary: 'identify the photos of a published archive again, into a release',
    load: () => import('./commands/adopt.ts'),
  },
  {
    name: 'export',
    summary: 'write a release in the form that other tools read',
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'audit',
    summary: 'say, with witnesses, whether candidates overlap a class set',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'explain',
    summary: 'print a synset, what is above it and which class sets it or a relative is in',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'decide',
    summary: 'add a decision on a reviewed case of an audit',
    load: () => import('./commands/decide.ts'),
  },
  {
    name: 'sources',
    summary: 'list, fetch or verify the pinned files that datasets are held against',
    load: () => import('./commands/sources.ts'),
  },
  {
    name: 'evaluate',
    summary: 'score the images of a release with a model and measure the scores',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'model',
    summary: 'say what is in a model file, and what does not fit',
    load: () => import('./commands/model.ts'),
  },
  {
    name: 'demo',
    summary: 'generate a small source and take it through the whole line',
    load: () => import('./commands/demo.ts'),
  },
];

/** Exit codes: 0 pass, 1 fail, 2 no verdict (unknown, an error, an interrupt). */
const exitCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, unknown: 2 };

type World = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'off'>;

/**
 * Runs one command line and returns its exit code; results go to stdout, progress to stderr. Names
 * and values in them come from data: no control character of theirs reaches the terminal.
 */
export async function runCommandLine(argv: readonly string[], world: World): Promise<number> {
  let exitCode = 0;
  const program = new Commander('oodforge')
    .description(
      'Rebuilds out-of-distribution image datasets from source, proves what is in them, gates every release.',
    )
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nExample:\n  oodforge build bdd-anomaly --from ~/bdd100k\n\nExit codes: 0 pass, 1 fail, 2 no verdict.',
    );
  for (const entry of commands) {
    const sub = program.command(entry.name).description(entry.summary).exitOverride();
    if (argv[0] !== entry.name) continue;
    const { command } = await entry.load();
    describe(sub, command);
    sub.action(async () => {
      const options = sub.opts();
      exitCode = await carryOut(command, { args: sub.args, options }, world);
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.unknown;
    throw error;
  }
  return exitCode;
}

function describe(sub: Commander, command: Command): void {
  for (const [name, help] of command.arguments) sub.argument(name, help);
  for (const [flags, help] of command.options) sub.option(flags, help);
  sub.option('--json', 'print the result as JSON').allowExcessArguments(false);
  sub.addHelpText('after', `\nExample:\n  ${command.example}`);
}

async function carryOut(
  command: Command,
  input: Parameters<Command['run']>[0],
  world: World,
): Promise<number> {
  const isJson = input.options.json === true;
  const progress = progressOn(world.stderr, () => performance.now());
  const interrupt = new AbortController();
  const onSignal = () =>
    interrupt.abort(new Interrupted('Interrupted: run the same command to go on'));
  world.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const today = new Date().toISOString().slice(0, 10);
    const show = (text: string) => {
      progress.end();
      if (!isJson) world.stdout.write(printableText(text));
    };
    const outcome = await command.run(input, { signal: interrupt.signal, progress, show, today });
    progress.end();
    const text = isJson
      ? `${JSON.stringify({ verdict: outcome.verdict, ...asObject(outcome) }, null, 2)}\n`
      : outcome.text;
    world.stdout.write(printableText(text));
    return exitCodes[outcome.verdict];
  } catch (error) {
    progress.end();
    if (!(error instanceof OodforgeError)) throw error;
    const { name, message, retryable } = error;
    if (isJson)
      world.stdout.write(
        `${printableText(JSON.stringify({ verdict: 'unknown', error: { name, message, retryable } }, null, 2))}\n`,
      );
    world.stderr.write(`oodforge: ${printableText(message)}\n`);
    return exitCodes.unknown;
  } finally {
    world.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function asObject({ json }: Outcome): object {
  return json as object;
}
