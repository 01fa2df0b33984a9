import { nameSchema, parseAs, z } from '../../records/index.ts';

/** The `source` part of a recipe that reads BDD100K's semantic segmentation folders. */
export interface Bdd100kOptions {
  readonly kind: 'bdd100k';
  /** The source splits that the recipe uses. */
  readonly splits: readonly string[];
  /** Pixels; every photo and mask must have this size. */
  readonly width: number;
  readonly height: number;
}

const schema: z.ZodType<Bdd100kOptions> = z.strictObject({
  kind: z.literal('bdd100k'),
  splits: z.array(nameSchema).min(1),
  width: z.int().positive(),
  height: z.int().positive(),
});

export function parseBdd100kOptions(value: unknown, where: string): Bdd100kOptions {
  return parseAs(schema, value, `${where} at source`);
}
