export {
  type FoundFacts,
  type FoundPhoto,
  type FoundTaxon,
  findPhotos,
} from './find-photos.ts';
export type { LeftOut } from './left-out.ts';
export { lookInOpenData } from './look-at-photos.ts';
export { type OpenDataOptions, type OpenDataSource, openOpenData } from './open-data.ts';
export type { PreparationProgress } from './preparation.ts';
