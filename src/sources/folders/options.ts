import { parseAs, relativePathSchema, z } from '../../records/index.ts';

/** The `source` part of a recipe that reads images without classes from folders. */
export interface FoldersOptions {
  readonly kind: 'folders';
  /** Folders below the one pointed at that may hold the images; the first that is there does. */
  readonly roots: readonly string[];
  /** The folder of the images below that; the whole where absent. */
  readonly below?: string | undefined;
  /** A file below the root that names the images that count, one a line; all where absent. */
  readonly list?: string | undefined;
}

/** The `source` part of a recipe that reads images from a folder a class. */
export interface ClassFoldersOptions {
  readonly kind: 'class-folders';
  readonly roots: readonly string[];
  /**
   * What class folders are called. `wnids`: the synset. `names`: the name, where any signs may stand
   * between its words, slashes for folders in folders too, with or without a first folder of one letter.
   */
  readonly folderNames: 'wnids' | 'names';
}

const roots = z.array(relativePathSchema);

const foldersSchema: z.ZodType<FoldersOptions> = z.strictObject({
  kind: z.literal('folders'),
  roots,
  below: relativePathSchema.optional(),
  list: relativePathSchema.optional(),
});

const classFoldersSchema: z.ZodType<ClassFoldersOptions> = z.strictObject({
  kind: z.literal('class-folders'),
  roots,
  folderNames: z.enum(['wnids', 'names']),
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseFoldersOptions(value: unknown, where: string): FoldersOptions {
  return parseAs(foldersSchema, value, `${where} at source`);
}

/** @throws {InvalidInput} naming `where` and the option */
export function parseClassFoldersOptions(value: unknown, where: string): ClassFoldersOptions {
  return parseAs(classFoldersSchema, value, `${where} at source`);
}
