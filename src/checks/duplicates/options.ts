import { parseAs, z } from '../../records/index.ts';

export interface DuplicatesOptions {
  readonly check: 'duplicates';
  /**
   * Images whose perceptual hashes differ in at most so many of 64 bits are near. 0: only what is
   * exactly equal is looked for, as for images without such a hash.
   */
  readonly mostDistance: number;
  /**
   * Level of images that are near but belong to different species or splits. A small distance says
   * that they look alike, not that they are one image, and so it is a note unless the recipe's author
   * means to look at each.
   */
  readonly nearAcross: 'note' | 'unjudged';
  /** Level of images that are near to one of the reference. */
  readonly nearReference: 'note' | 'unjudged';
  /** Findings of each code at most; figures count all. */
  readonly mostListed: number;
}

const level = z.enum(['note', 'unjudged']);

const schema: z.ZodType<DuplicatesOptions> = z.strictObject({
  check: z.literal('duplicates'),
  mostDistance: z.int().min(0).max(10).default(0),
  nearAcross: level.default('note'),
  nearReference: level.default('unjudged'),
  mostListed: z.int().min(1).max(100_000).default(1000),
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseDuplicatesOptions(options: unknown, where: string): DuplicatesOptions {
  return parseAs(schema, options, where);
}
