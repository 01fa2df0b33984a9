import { nameSchema, parseAs, relativePathSchema, z } from '../../records/index.ts';

/** The `source` part of a recipe that reads PASCAL VOC's annotations. */
export interface VocOptions {
  readonly kind: 'voc';
  /** Folders below the one pointed at that may hold `Annotations`; the first that is there does. */
  readonly roots: readonly string[];
  readonly parts: readonly VocPart[];
}

export interface VocPart {
  readonly name: string;
  /** The file that names the images of the part, one a line. */
  readonly list: string;
}

const schema: z.ZodType<VocOptions> = z.strictObject({
  kind: z.literal('voc'),
  roots: z.array(relativePathSchema),
  parts: z.array(z.strictObject({ name: nameSchema, list: relativePathSchema })).min(1),
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseVocOptions(value: unknown, where: string): VocOptions {
  return parseAs(schema, value, `${where} at source`);
}
