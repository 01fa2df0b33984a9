import type { Command, CommandContext, Outcome } from './command.ts';

/** One part of the demo: a command as a user would call it. */
export interface DemoStep {
  readonly name: string;
  readonly title: string;
  readonly run: (context: CommandContext) => Promise<Outcome>;
}

/** Calls a command without a command line. */
export function callOf(
  command: Command,
  args: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): DemoStep['run'] {
  return (context) => command.run({ args, options }, context);
}
