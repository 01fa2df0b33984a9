import { type ImageRule, imageRuleSchema } from './image-rule.ts';
import { type LicenceCode, licenceCodeSchema } from './licence-code.ts';
import { parseAs, z } from './parse.ts';
import { type QualityGrade, qualityGrades } from './quality-grade.ts';

/** In which iNaturalist keeps a photo: 2,048, 1,024, 500 and 240 pixels on the longer side at most. */
export const photoSizes = ['original', 'large', 'medium', 'small'] as const;
export type PhotoSize = (typeof photoSizes)[number];

/** The `source` part of a recipe of kind `inaturalist`: what a curator decides. */
export interface INaturalistSource {
  readonly kind: 'inaturalist';
  /** Where openly licensed photos lie, as `<photos>/photos/<id>/<size>.<extension>`. */
  readonly photos: string;
  readonly size: PhotoSize;
  readonly image: ImageRule;
  /**
   * Share of the photos that a release may lack since a server failed to give them, again and again,
   * for reasons that may pass. With more of them a build does not freeze.
   */
  readonly mostFailedShare: number;
  readonly groups: readonly GroupQuery[];
}

/** What a recipe asks of one group. */
export interface GroupQuery {
  /** Name of a member of the class set: "Fungi". */
  readonly group: string;
  /** The taxa of which the group is made, by id and name. */
  readonly roots: readonly TaxonRoot[];
  /** Taxa below the roots that do not belong to it. */
  readonly without: readonly TaxonRoot[];
  /** Ranks that count as a species; those below are counted to it. */
  readonly ranks: readonly string[];
  readonly qualityGrades: readonly QualityGrade[];
  readonly licences: readonly LicenceCode[];
  /** Photos of a species, images in the release: fewer, and the species is left out. */
  readonly leastImages: number;
  readonly mostImages: number;
  /** Species at most. */
  readonly mostSpecies: number;
  /** Images at most of one observation, and of one observer within a species. */
  readonly mostOfObservation: number;
  readonly mostOfObserver: number;
  /** Decides what is drawn where there is more than is taken. */
  readonly seed: string;
}

export interface TaxonRoot {
  readonly id: number;
  readonly name: string;
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
  size: z.enum(photoSizes),
  image: imageRuleSchema,
  mostFailedShare: z.number().min(0).max(1).default(0.01),
  groups: z.array(groupSchema).min(1),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseINaturalistSource(value: unknown, where: string): INaturalistSource {
  return parseAs(schema, value, where);
}
