import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { runOnThreads } from '../engine/index.ts';
import { InvalidInput } from '../errors.ts';
import { acquireLock, type Lock, readManifest, withStorageErrors } from '../io/index.ts';
import { parseRecipe } from '../records/index.ts';
import { type Generation, sourceOfKind } from '../sources/index.ts';
import type { Progress } from './build-options.ts';

export interface GenerateOptions {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A source that is computed, yet to be made. */
export interface GeneratedSource {
  readonly generation: Generation;
  /** How the folder that it is made in is called: recipes that differ never share one. */
  readonly folderName: string;
}

/** @throws {InvalidInput} when the source of the recipe is one that is found, not made */
export async function generatedSourceOf(recipeName: string): Promise<GeneratedSource> {
  const { content, where, sha256 } = await readManifest('datasets', recipeName, parseRecipe);
  const { name, version, source: options } = content;
  const generation = sourceOfKind(options.kind, where).generation?.(options, where);
  if (generation === undefined) {
    throw new InvalidInput(`The source ${options.kind} is not made but found: ${where}`);
  }
  return { generation, folderName: `${name}-${version}-${sha256.slice(0, 12)}` };
}

/**
 * Makes what the folder does not hold yet, on all threads; a file that is there is whole. Killed and
 * started again, it goes on where it was.
 *
 * @returns the lock that keeps other builds away from the folder, to be released after the build
 * @throws {Busy | StorageFailure | Interrupted}
 */
export async function generateSource(
  { files, task }: Generation,
  folder: string,
  options: GenerateOptions,
): Promise<Lock> {
  const place = resolve(folder);
  await withStorageErrors(place, () => mkdir(place, { recursive: true }));
  const lock = acquireLock(join(dirname(place), `.${basename(place)}.lock`), basename(place));
  try {
    const pending = files.filter(({ path }) => !existsSync(join(place, path)));
    let done = files.length - pending.length;
    const report = () => options.onProgress?.({ phase: 'generate', done, total: files.length });
    report();
    for await (const batch of runOnThreads(task(place), pending, { ...options, batchSize: 8 })) {
      done += batch.length;
      report();
    }
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}
