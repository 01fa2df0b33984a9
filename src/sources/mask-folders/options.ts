import { nameSchema, parseAs, relativePathSchema, z } from '../../records/index.ts';

/** The `source` part of a recipe that reads photos and masks from two trees of folders. */
export interface MaskFoldersOptions {
  readonly kind: 'mask-folders';
  /** Folders below the one pointed at that may hold the parts; the first that is there does. */
  readonly roots: readonly string[];
  readonly parts: readonly MaskPart[];
  /** With their dots. A photo and a mask belong together when what stands before is the same. */
  readonly imageEnding: string;
  readonly maskEnding: string;
  /** Of files that stand beside masks or photos and are neither. */
  readonly besides: readonly string[];
  /** What a value in a mask means, by value: a member of the class set, or `void`. */
  readonly values: Readonly<Record<string, string>>;
  /** Archives as they are published, with their MD5, where one was published. */
  readonly archives: readonly PublishedArchive[];
}

export interface MaskPart {
  /** What the split rule calls it. */
  readonly name: string;
  /** Folders below the root. */
  readonly images: string;
  readonly masks: string;
  /** A file that names what belongs to the part, one a line; absent where everything in the folders does. */
  readonly list?: string | undefined;
  /** The archive that holds the folders, where they were not extracted. */
  readonly archive?: string | undefined;
}

export interface PublishedArchive {
  readonly file: string;
  readonly md5: string;
}

const ending = z
  .string()
  .regex(/^[a-z0-9._/-]*\.[a-z0-9]+$/i, 'Not an ending with a dot')
  .transform((text) => text.toLowerCase());

const schema = z
  .strictObject({
    kind: z.literal('mask-folders'),
    roots: z.array(relativePathSchema).default([]),
    parts: z
      .array(
        z.strictObject({
          name: nameSchema,
          images: relativePathSchema,
          masks: relativePathSchema,
          list: relativePathSchema.optional(),
          archive: relativePathSchema.optional(),
        }),
      )
      .min(1),
    imageEnding: ending,
    maskEnding: ending,
    besides: z.array(ending).default([]),
    values: z.record(z.string().regex(/^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/), z.string().min(1)),
    archives: z
      .array(
        z.strictObject({
          file: relativePathSchema,
          md5: z.string().regex(/^[0-9a-f]{32}$/, 'Not an MD5 digest'),
        }),
      )
      .default([]),
  })
  .superRefine(({ parts }, context) => {
    const names = parts.map(({ name }) => name);
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) === i) continue;
      const path = ['parts', i, 'name'];
      context.addIssue({ code: 'custom', message: 'Part named twice', input: name, path });
    }
  });

/** @throws {InvalidInput} naming `where` and the option */
export function parseMaskFoldersOptions(value: unknown, where: string): MaskFoldersOptions {
  return parseAs(schema, value, `${where} at source`);
}
