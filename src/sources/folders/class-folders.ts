import { InvalidInput } from '../../errors.ts';
import { type ClassMember, type ClassSet, partOfGroup, type Wnid } from '../../records/index.ts';
import type { ClassFoldersOptions } from './options.ts';

/** A class, and how what belongs to it is called. */
export interface FolderClass {
  readonly member: string;
  readonly wnid?: Wnid | undefined;
  /** Of the source: the wnid or, where folders go by names, the name. */
  readonly part: string;
  /** What its images' ids begin with; empty where file names are unique by themselves. */
  readonly prefix: string;
}

/**
 * Says which class a folder is of, by its path below the root; `undefined` for a folder of none.
 *
 * @throws {InvalidInput} when two classes of the set would have the same folder
 */
export function classOfFolder(
  { name, members }: ClassSet,
  folderNames: ClassFoldersOptions['folderNames'],
): (folder: string) => FolderClass | undefined {
  const classes = new Map<string, FolderClass>();
  for (const member of members) {
    const [key, found] = folderNames === 'wnids' ? byWnid(member, name) : byName(member);
    const known = classes.get(key);
    if (known !== undefined) {
      throw new InvalidInput(
        `One folder for two classes, "${known.member}" and "${member.name}": class set ${name}`,
      );
    }
    classes.set(key, found);
  }
  if (folderNames === 'wnids') return (folder) => classes.get(folder.split('/').at(-1) ?? '');
  return (folder) =>
    classes.get(partOfGroup(folder)) ?? classes.get(partOfGroup(folder.replace(/^[a-z]\//, '')));
}

function byWnid({ name, synset }: ClassMember, set: string): readonly [string, FolderClass] {
  if (synset === undefined) {
    throw new InvalidInput(`Class without synset has no folder, "${name}": class set ${set}`);
  }
  return [synset, { member: name, wnid: synset, part: synset, prefix: '' }];
}

/** File names need not be unique across such folders, and no synset is stated by one. */
function byName({ name }: ClassMember): readonly [string, FolderClass] {
  const key = partOfGroup(name);
  return [key, { member: name, part: name, prefix: `${key}/` }];
}
