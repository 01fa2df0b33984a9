import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import type { ClassSet, Wnid } from '../../records/index.ts';

/** Where the images of one class lie. */
export interface ClassPlace {
  /** Name of the member of the class set. */
  readonly member: string;
  readonly wnid: Wnid;
  /** `undefined` where the source lacks the class. */
  readonly form: 'folder' | 'archive' | undefined;
}

/**
 * Finds a folder or archive named by wnid for each class: in the folder itself, or in one folder
 * directly below it, such as `fall11_whole_extracted` or `imagenet21k_train`.
 *
 * @throws {InvalidInput} when there is no class, or a class stands twice, or in two places
 */
export async function findClasses(
  folder: string,
  classSet: ClassSet,
): Promise<{ readonly root: string; readonly places: readonly ClassPlace[] }> {
  if (!existsSync(folder)) throw new InvalidInput(`No such folder: ${folder}`);
  const wanted = synsetsOf(classSet);
  const found = [];
  for (const candidate of await foldersToLookAt(folder)) {
    const names = await namesIn(candidate, folder);
    const places = wanted.map((one) => ({ ...one, form: formOf(one.wnid, names, candidate) }));
    if (places.some(({ form }) => form !== undefined)) found.push({ folder: candidate, places });
  }
  const [first, second] = found;
  if (first === undefined) {
    const examples = `${wanted[0]?.wnid}/ or ${wanted[0]?.wnid}.tar`;
    throw new InvalidInput(
      `No class of ${classSet.name} (looked for ${examples} and ${wanted.length - 1} more, there and one folder down): ${folder}`,
    );
  }
  if (second !== undefined) {
    throw new InvalidInput(
      `Two sources below one folder, ${first.folder} and ${second.folder}: point at one of them`,
    );
  }
  return { root: await realpath(first.folder), places: first.places };
}

function synsetsOf({ name, members }: ClassSet): readonly { member: string; wnid: Wnid }[] {
  const seen = new Set<Wnid>();
  return members.map(({ name: member, synset: wnid }) => {
    if (wnid === undefined)
      throw new InvalidInput(`Class without synset has no folder, "${member}": class set ${name}`);
    if (seen.has(wnid))
      throw new InvalidInput(`Synset stands for two classes, ${wnid}: class set ${name}`);
    seen.add(wnid);
    return { member, wnid };
  });
}

/** A class folder holds no classes, and there may be twenty thousand of them. */
async function foldersToLookAt(folder: string): Promise<readonly string[]> {
  const below = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.isFile() && !/^n\d{8}$/.test(entry.name))
    .map(({ name }) => join(folder, name));
  return [folder, ...below.sort()];
}

/** What lies beside the source, such as a folder of another user's, need not be readable. */
async function namesIn(candidate: string, folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(candidate));
  } catch (error) {
    if (candidate === folder) throw error;
    return new Set();
  }
}

function formOf(wnid: Wnid, names: ReadonlySet<string>, folder: string): ClassPlace['form'] {
  const archive = `${wnid}.tar`;
  if (names.has(wnid) && names.has(archive)) {
    throw new InvalidInput(
      `Class stands twice, as ${wnid}/ and as ${archive}: move one of them away: ${folder}`,
    );
  }
  if (names.has(wnid)) return 'folder';
  return names.has(archive) ? 'archive' : undefined;
}
