export { contentOf } from './content-of.ts';
export { decodePhoto } from './decode-photo.ts';
export { encoderText } from './encode-photo.ts';
export { type IngestedPhoto, ingestPhoto } from './ingest-photo.ts';
export { photoLimits } from './photo-limits.ts';
export type { Pixels } from './pixels.ts';
export { readPhoto, readPhotoHeader } from './read-photo.ts';
export { expectReferenceImages, readReferenceImages } from './read-reference-images.ts';
export { writeJpeg } from './write-jpeg.ts';
