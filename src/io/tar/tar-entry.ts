import { unsafePathReason } from '../../records/index.ts';
import { blockBytes, nameText, shownName } from './tar-header.ts';

export type BrokenReason = 'tar-truncated' | 'tar-header' | 'tar-trailing';

/** What an archive holds, in its order. */
export type TarEntry =
  | {
      readonly kind: 'file';
      /** Safe to join to a folder; a leading `./` is taken off. */
      readonly name: string;
      /** Of the first byte of its content, from the start of the archive. */
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly kind: 'folder'; readonly name: string }
  | {
      readonly kind: 'refused';
      /** Fit for one line. */
      readonly name: string;
      /** Of its header. */
      readonly offset: number;
      readonly reason: 'tar-link' | 'tar-name' | 'tar-type';
      readonly detail: string;
    }
  /** The last entry where nothing behind it can be read. */
  | {
      readonly kind: 'broken';
      readonly name: string;
      readonly offset: number;
      readonly reason: BrokenReason;
      readonly detail: string;
    };

/** A member by its type, name and size, whose header lies at byte `at`. */
export function entryOf(type: string, rawName: Uint8Array, at: number, bytes: number): TarEntry {
  const refuse = (reason: 'tar-link' | 'tar-name' | 'tar-type', what: string): TarEntry => {
    const name = shownName(rawName);
    return { kind: 'refused', name, offset: at, reason, detail: `${what}, at byte ${at}` };
  };
  const name = nameText(rawName)?.replace(/^(\.\/+)+/, '');
  if (name === undefined) return refuse('tar-name', 'Name is no UTF-8');
  const isFolder = type === '5' || (fileTypes.has(type) && name.endsWith('/'));
  const plain = isFolder ? name.replace(/\/+$/, '') : name;
  if (isFolder && (plain === '' || plain === '.')) return { kind: 'folder', name: '' };
  const unsafe = unsafePathReason(plain);
  if (unsafe !== undefined) return refuse('tar-name', `Name ${unsafe}`);
  if (isFolder) return { kind: 'folder', name: plain };
  if (linkTypes.has(type)) return refuse('tar-link', 'A link, which leads elsewhere');
  if (!fileTypes.has(type))
    return refuse('tar-type', `Member of type ${JSON.stringify(type)} is no file`);
  return { kind: 'file', name: plain, offset: at + blockBytes, bytes };
}

const linkTypes: ReadonlySet<string> = new Set(['1', '2']);
const fileTypes: ReadonlySet<string> = new Set(['0', '7']);
