import type { FileRef } from './file-ref.ts';
import { nameSchema, type Sha256, sha256Schema } from './ids.ts';
import { parseAs, z } from './parse.ts';
import { unsafePathReason } from './relative-path.ts';

/** One file that somebody publishes, pinned: any other bytes at its address are refused. */
export interface PinnedSource {
  readonly name: string;
  readonly title: string;
  /** How the file is called here: in a mirror folder, and in `data/raw`. */
  readonly file: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly licence: { readonly name: string; readonly url: string };
  readonly holds: PinnedContent;
}

export type PinnedContent =
  /** A wnid a line. `ordered`: line n is output n of the models that were trained on the list. */
  | { readonly kind: 'wnids'; readonly members: number; readonly ordered: boolean }
  /** A wnid, a tab and a text in each line. */
  | { readonly kind: 'wnid-table'; readonly rows: number }
  /** A category and its index in each line, in the order of model outputs. */
  | { readonly kind: 'categories'; readonly members: number }
  | { readonly kind: 'text' };

/** Whether a pinned file is here: as pinned, with other bytes, or not at all. */
export type PinnedState =
  | { readonly kind: 'present'; readonly place: PinnedPlace; readonly path: string }
  | {
      readonly kind: 'differs';
      readonly place: PinnedPlace;
      readonly path: string;
      readonly found: Omit<FileRef, 'path'>;
    }
  | { readonly kind: 'missing' };

/** A folder the user points at, or the one that downloads go to. */
export type PinnedPlace = 'mirror' | 'raw';

const pinnedSourceSchema = z.strictObject({
  schema: z.literal(1),
  name: nameSchema,
  title: z.string().min(1),
  file: z.string().refine(isPlainFileName, 'Not a plain file name'),
  url: z.url().refine(isSafeUrl, 'Neither https nor http on this machine'),
  bytes: z.int().positive(),
  sha256: sha256Schema,
  licence: z.strictObject({ name: z.string().min(1), url: z.url() }),
  holds: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('wnids'),
      members: z.int().positive(),
      ordered: z.boolean(),
    }),
    z.strictObject({ kind: z.literal('wnid-table'), rows: z.int().positive() }),
    z.strictObject({ kind: z.literal('categories'), members: z.int().positive() }),
    z.strictObject({ kind: z.literal('text') }),
  ]),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parsePinnedSource(value: unknown, where: string): PinnedSource {
  const { schema: _, ...source } = parseAs(pinnedSourceSchema, value, where);
  return source;
}

/** No folder, nothing hidden, and none of the names that a download uses beside the file. */
function isPlainFileName(file: string): boolean {
  return (
    unsafePathReason(file) === undefined &&
    /^[^./][^/]*$/.test(file) &&
    !/\.(part|lock)$/.test(file)
  );
}

/** Plain http is for a server that rehearses on this machine. */
function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  if (username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.includes(hostname));
}

const loopbackHosts: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
