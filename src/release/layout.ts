/** The files of a release, beside `images/` and `masks/`. */
export const releaseFiles = {
  info: 'release.json',
  records: 'records.parquet',
  skipped: 'skipped.parquet',
  checks: 'checks.json',
  claims: 'claims.json',
  card: 'README.md',
  attribution: 'ATTRIBUTION.csv',
  checksums: 'SHA256SUMS',
} as const;

/** `images/<split>/<id><ending>`, the ending as in the source. */
export function imagePath(split: string, id: string, ending: string): string {
  return `images/${split}/${id}${ending}`;
}

/** `masks/<split>/<id>.png`: 8-bit, one channel, train ids. */
export function maskPath(split: string, id: string): string {
  return `masks/${split}/${id}.png`;
}
