import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generatedSourceOf, generateSource, type Progress } from '../rebuild/index.ts';
import { numberText } from '../report/index.ts';
import { buildFromFolder, folderSchema } from './build-from-folder.ts';
import { type CommandContext, type CommandInput, type Outcome, parseOptions } from './command.ts';
import { defaultGeneratedFolder } from './folders.ts';
import { phaseUnits } from './phase-units.ts';

/**
 * Builds a dataset whose source is computed: makes the source in a folder of its own, or in the one
 * the user names, and builds from there. The folder of its own is removed after the build.
 */
export async function buildGenerated(
  input: CommandInput,
  context: CommandContext,
): Promise<Outcome> {
  const { generation, folderName } = await generatedSourceOf(input.args[0] ?? '');
  const from = input.options.from ?? join(defaultGeneratedFolder, folderName);
  const withFolder = { ...input, options: { ...input.options, from } };
  const options = parseOptions(folderSchema, withFolder);
  if (options.dryRun) return describe(generation.files.length, options.from);
  const onProgress = ({ phase, done, total }: Progress) =>
    context.progress.update(phase, done, total, phaseUnits[phase]);
  const { threads } = options;
  const { signal } = context;
  const lock = await generateSource(generation, options.from, { threads, signal, onProgress });
  try {
    const outcome = await buildFromFolder(withFolder, context);
    if (input.options.from === undefined) await rm(options.from, { recursive: true, force: true });
    return outcome;
  } finally {
    lock.release();
  }
}

/** What is known before an image is made. */
async function describe(files: number, from: string): Promise<Outcome> {
  const isThere = (await stat(from).catch(() => undefined)) !== undefined;
  const text = `Would make ${numberText(files)} images in ${resolve(from)}${isThere ? ' (those that are not there yet)' : ''}, and build from them\n`;
  return { verdict: 'pass', text, json: { files, from: resolve(from), isThere } };
}
