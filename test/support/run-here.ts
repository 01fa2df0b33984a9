import { EventEmitter } from 'node:events';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { Finished } from './run-cli.ts';

/** Runs the command line in this process, which takes less time to start. */
export async function runHere(args: readonly string[]): Promise<Finished> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    isTTY: false,
    columns: 80,
    write: (text: string) => (written[name] += text),
  });
  const world = { stdout: stream('stdout'), stderr: stream('stderr') };
  const signals = new EventEmitter();
  const all = Object.assign(signals, world) as unknown as NodeJS.Process;
  return { code: await runCommandLine(args, all), ...written };
}
