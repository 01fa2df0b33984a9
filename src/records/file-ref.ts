import { type Sha256, sha256Schema } from './ids.ts';
import { z } from './parse.ts';
import { relativePathSchema } from './relative-path.ts';

/** A file by content: the digest is of the bytes that lie at `path`. */
export interface FileRef {
  /**
   * Relative, with forward slashes: below the source folder or below the release. In a source, a
   * path may lead into an archive: `n02069412.tar/n02069412_10.JPEG`.
   */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

export const fileRefSchema = z.strictObject({
  path: relativePathSchema,
  bytes: z.int().min(0),
  sha256: sha256Schema,
});

/** One file, as it lies in the source and, unless the release is a recipe, in the release. */
export interface SourcedFile {
  readonly source: FileRef;
  readonly placed?: FileRef | undefined;
}

export const sourcedFileSchema = z.strictObject({
  source: fileRefSchema,
  placed: fileRefSchema.optional(),
});
