import { availableParallelism } from 'node:os';
import { runOnThreads } from '../engine/index.ts';
import { parseAs, type TaskRunner, type Verdict, z } from '../records/index.ts';
import type { ProgressLine } from './progress.ts';

/** One command of the command line, as data; `run` does the work. */
export interface Command {
  readonly arguments: readonly (readonly [name: string, help: string])[];
  readonly options: readonly (readonly [flags: string, help: string])[];
  readonly example: string;
  run(input: CommandInput, context: CommandContext): Promise<Outcome>;
}

export interface CommandInput {
  readonly args: readonly string[];
  /** By long flag, camel case; parsed by the command. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command gets from the world. */
export interface CommandContext {
  readonly signal: AbortSignal;
  readonly progress: ProgressLine;
  /** Shows a part of the result as soon as it is there; silent with `--json`. */
  readonly show: (text: string) => void;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What a command ends with: printed as text, or as JSON with `--json`; the verdict exits. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly text: string;
  readonly json: unknown;
}

/** Flags that several commands have. */
export const threadsOption = ['--threads <n>', 'worker threads (default: one a core)'] as const;

export const threadsSchema = z.coerce
  .number('Not a number')
  .pipe(z.int().min(1).max(256))
  .default(availableParallelism());

/** @throws {InvalidInput} naming the flag and the value */
export function parseOptions<T>(schema: z.ZodType<T>, input: CommandInput): T {
  const { json: _, ...options } = input.options;
  return parseAs(schema, options, 'command line');
}

/**
 * Runs tasks on worker threads, until the user interrupts.
 *
 * @param batchSize items handed over at a time: few where each takes long
 */
export function threadRunner(
  threads: number,
  { signal }: Pick<CommandContext, 'signal'>,
  { batchSize = 16 }: { readonly batchSize?: number } = {},
): TaskRunner {
  return (task, items) => runOnThreads(task, items, { threads, batchSize, signal });
}
