export {
  type AskJson,
  defaultApi,
  lookInApi,
  openApi,
  openSynonyms,
} from './api/index.ts';
export { drawOf } from './draw.ts';
export {
  type FoundFacts,
  type FoundPhoto,
  type FoundTaxon,
  findPhotos,
  lookInOpenData,
  type OpenDataSource,
  openOpenData,
} from './open-data/index.ts';
export * from './photo-source.ts';
export * from './photo-today.ts';
export { samplePhotos } from './sample-photos.ts';
export { openWebSource } from './web/index.ts';
