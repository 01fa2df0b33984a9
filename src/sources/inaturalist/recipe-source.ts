import {
  type ImageRule,
  imageRuleSchema,
  type LicenceCode,
  licenceCodeSchema,
  parseAs,
  qualityGrades,
  z,
} from '../../records/index.ts';
import type { GroupQuery } from './photo-source.ts';

/** The sizes in which iNaturalist keeps a photo, by the longer side in pixels; originals up to 2,048. */
export const photoSizes = { original: 2048, large: 1024, medium: 500, small: 240 } as const;
export type PhotoSize = keyof typeof photoSizes;

/** The `source` part of a recipe of kind `inaturalist`: what a curator decides. */
export interface INaturalistSource {
  readonly kind: 'inaturalist';
  /** Where openly licensed photos lie, as `<photos>/photos/<id>/<size>.<extension>`. */
  readonly photos: string;
  readonly size: PhotoSize;
  readonly image: ImageRule;
  readonly groups: readonly GroupQuery[];
}

const taxonRoot = z.strictObject({ id: z.int().positive(), name: z.string().min(1) });
const count = z.int().positive();

const groupSchema = z.strictObject({
  group: z.string().min(1),
  roots: z.array(taxonRoot).min(1),
  without: z.array(taxonRoot).default([]),
  ranks: z.array(z.string().min(1)).min(1),
  qualityGrades: z.array(z.enum(qualityGrades)).min(1),
  licences: z.array(licenceCodeSchema).min(1),
  leastImages: count,
  mostImages: count,
  mostSpecies: count,
  mostOfObservation: count,
  mostOfObserver: count,
  seed: z.string().min(1),
});

const schema: z.ZodType<INaturalistSource> = z.strictObject({
  kind: z.literal('inaturalist'),
  photos: z.url({ protocol: /^https?$/ }),
  size: z.enum(['original', 'large', 'medium', 'small']),
  image: imageRuleSchema,
  groups: z.array(groupSchema).min(1),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseINaturalistSource(value: unknown, where: string): INaturalistSource {
  return parseAs(schema, value, where);
}

/** Every licence that a recipe admits anywhere. */
export function licencesOf({ groups }: INaturalistSource): readonly LicenceCode[] {
  return [...new Set(groups.flatMap(({ licences }) => licences))].sort();
}
