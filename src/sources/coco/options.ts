import { nameSchema, parseAs, relativePathSchema, z } from '../../records/index.ts';

/** The `source` part of a recipe that reads COCO's instances. */
export interface CocoOptions {
  readonly kind: 'coco';
  /** Folders below the one pointed at that may hold the parts; the first that is there does. */
  readonly roots: readonly string[];
  readonly parts: readonly CocoPart[];
  /**
   * What a crowd says, a region of many objects of one class: that the class is `shown`, or that it is
   * `difficult`, where an image shows nothing else of it.
   */
  readonly crowds: 'shown' | 'difficult';
}

export interface CocoPart {
  readonly name: string;
  /** The folder of the images. */
  readonly images: string;
  /** The file of instances. */
  readonly annotations: string;
}

const schema: z.ZodType<CocoOptions> = z.strictObject({
  kind: z.literal('coco'),
  roots: z.array(relativePathSchema),
  parts: z
    .array(
      z.strictObject({
        name: nameSchema,
        images: relativePathSchema,
        annotations: relativePathSchema,
      }),
    )
    .min(1),
  crowds: z.enum(['shown', 'difficult']),
});

/** @throws {InvalidInput} naming `where` and the option */
export function parseCocoOptions(value: unknown, where: string): CocoOptions {
  return parseAs(schema, value, `${where} at source`);
}
