import { type LicenceCode, licenceCodeSchema, parseAs, type Recipe, z } from '../records/index.ts';

/** What a release tells of how its photos were chosen and written. */
export interface SpeciesRecipe {
  readonly resize: ResizeRule;
  readonly groups: readonly DrawnGroup[];
}

export type ResizeRule =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'shorter-side' | 'square';
      readonly pixels: number;
      readonly quality: number;
    };

export interface DrawnGroup {
  readonly group: string;
  readonly roots: readonly { readonly name: string }[];
  readonly qualityGrades: readonly string[];
  readonly licences: readonly LicenceCode[];
  readonly leastImages: number;
  readonly mostImages: number;
  readonly mostSpecies: number;
  readonly mostOfObservation: number;
  readonly mostOfObserver: number;
  readonly seed: string;
}

const resize = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.enum(['shorter-side', 'square']), pixels: z.int(), quality: z.int() }),
]);

const schema = z.object({
  image: z.object({ resize }),
  groups: z.array(
    z.object({
      group: z.string(),
      roots: z.array(z.object({ name: z.string() })),
      qualityGrades: z.array(z.string()),
      licences: z.array(licenceCodeSchema),
      leastImages: z.int(),
      mostImages: z.int(),
      mostSpecies: z.int(),
      mostOfObservation: z.int(),
      mostOfObserver: z.int(),
      seed: z.string(),
    }),
  ),
});

/**
 * The part of a recipe that says which photos of iNaturalist were drawn; `undefined` where photos come
 * from elsewhere.
 *
 * @throws {InvalidInput} when that part lacks what a release tells
 */
export function readSpeciesRecipe({ name, source }: Recipe): SpeciesRecipe | undefined {
  if (source.kind !== 'inaturalist') return undefined;
  const { image, groups } = parseAs(schema, source, `Recipe ${name} at source`);
  return { resize: image.resize, groups };
}

/** What was done to an image that is written otherwise than it was received. */
export function changesText(rule: ResizeRule | undefined): string {
  if (rule === undefined || rule.kind === 'keep') return 'Written anew';
  const { kind, pixels, quality } = rule;
  const cut = kind === 'square' ? ', cut to the square in the middle' : '';
  return `Turned upright, scaled down to ${pixels} pixels on the shorter side where it had more${cut}, written as JPEG of quality ${quality}`;
}
