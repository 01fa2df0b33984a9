import type { ImageRecord } from '../records/index.ts';

/** The files of a release, beside `images/` and `masks/`. */
export const releaseFiles = {
  info: 'release.json',
  records: 'records.parquet',
  skipped: 'skipped.parquet',
  checks: 'checks.json',
  claims: 'claims.json',
  certificate: 'certificate.json',
  card: 'README.md',
  attribution: 'ATTRIBUTION.csv',
  checksums: 'SHA256SUMS',
} as const;

/**
 * `images/<split>/<id><ending>`, the ending as in the source. Images of classes lie in a folder a
 * class, named by wnid, as loaders of image folders expect them.
 */
export function imagePath({ split, id, truth }: ImageRecord, ending: string): string {
  const folder = truth.kind === 'class' ? `${split}/${truth.wnid}` : split;
  return `images/${folder}/${id}${ending}`;
}

/** `masks/<split>/<id>.png`: 8-bit, one channel, train ids. */
export function maskPath(split: string, id: string): string {
  return `masks/${split}/${id}.png`;
}
