import {
  type ImageRule,
  type INaturalistSource,
  parseINaturalistSource,
  type Recipe,
} from '../records/index.ts';

/**
 * The part of a recipe that says which photos of iNaturalist were drawn and how they were written;
 * `undefined` where photos come from elsewhere.
 *
 * @throws {InvalidInput} when that part is not of its form
 */
export function drawnFrom({ name, source }: Recipe): INaturalistSource | undefined {
  if (source.kind !== 'inaturalist') return undefined;
  return parseINaturalistSource(source, `Recipe ${name} at source`);
}

/** What was done to an image that is written otherwise than it was received. */
export function changesText(rule: ImageRule['resize'] | undefined): string {
  if (rule === undefined || rule.kind === 'keep') return 'Written anew';
  const { kind, pixels, quality } = rule;
  const cut = kind === 'square' ? ', cut to the square in the middle' : '';
  return `Turned upright, scaled down to ${pixels} pixels on the shorter side where it had more${cut}, written as JPEG of quality ${quality}`;
}
