export {
  type AskJson,
  defaultApi,
  openApi,
  openSynonyms,
} from './api/index.ts';
export { drawOf } from './draw.ts';
export {
  type FoundPhoto,
  findPhotos,
  type OpenDataSource,
  openOpenData,
} from './open-data/index.ts';
export * from './photo-source.ts';
export * from './recipe-source.ts';
export { samplePhotos } from './sample-photos.ts';
export { openWebSource } from './web/index.ts';
