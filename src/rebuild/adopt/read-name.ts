import { printableName, unsafePathReason } from '../../records/index.ts';

/** A file of an archive, as its path tells it. */
export type ArchiveFile = NamedPhoto | Unresolved;

export interface NamedPhoto {
  readonly kind: 'photo';
  /** Below the folder that holds the groups. */
  readonly path: string;
  readonly photoId: number;
  readonly group: string;
  /** The folder it lies in, `fungi/amanita_muscaria`. */
  readonly folder: string;
  /** Of the species, without its group's. */
  readonly species: string;
}

/** A file that nothing can be looked up by. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly path: string;
  /** `undefined` where the folder is none of a group. */
  readonly group: string | undefined;
  readonly reason: string;
  readonly detail: string;
}

/** Photos of iNaturalist have ids below this; so many digits are a number exactly. */
const idForm = /^([1-9]\d{0,14})\.[A-Za-z]{3,4}$/;

/** Reads the path of a file: `<group>/<species>/<photo id>.<ending>`. */
export function readName(
  path: string,
  kind: 'file' | 'other',
  groupOf: (folder: string) => string | undefined,
): ArchiveFile {
  const parts = path.split('/');
  const [groupFolder = '', species = '', name = ''] = parts;
  const group = parts.length > 1 ? groupOf(groupFolder) : undefined;
  const unresolved = (reason: string, detail: string): Unresolved => {
    return { kind: 'unresolved', path: printableName(path), group, reason, detail };
  };
  if (kind === 'other') return unresolved('file-not-plain', 'A link or another thing, no file');
  const unsafe = unsafePathReason(path);
  if (unsafe !== undefined) return unresolved('path-unsafe', `Path ${unsafe}`);
  if (parts.length > 1 && group === undefined) {
    const detail = `Folder ${printableName(groupFolder)} is no group of the class set`;
    return unresolved('group-unknown', detail);
  }
  if (parts.length !== 3) {
    const detail = 'Not in a folder of a species in a folder of a group';
    return unresolved('file-misplaced', detail);
  }
  const [, id] = idForm.exec(name) ?? [];
  if (id === undefined) return unresolved('no-photo-id', 'Name is no photo id with an ending');
  const folder = `${groupFolder}/${species}`;
  return { kind: 'photo', path, photoId: Number(id), group: group as string, folder, species };
}
