import {
  type ImageClass,
  type ImageClasses,
  type ImageSpecies,
  type ImageUnlabelled,
  type LabelMask,
  partOfGroup,
} from '../records/index.ts';

/** The files of a release, beside `images/` and `masks/`. */
export const releaseFiles = {
  info: 'release.json',
  records: 'records.parquet',
  skipped: 'skipped.parquet',
  checks: 'checks.json',
  claims: 'claims.json',
  certificate: 'certificate.json',
  references: 'reference-hashes.tsv',
  card: 'README.md',
  balance: 'balance.svg',
  attribution: 'ATTRIBUTION.csv',
  checksums: 'SHA256SUMS',
} as const;

/**
 * `images/<split>/<id><ending>`, the ending as in the source. Images of classes lie in a folder a
 * class, named by wnid, as loaders of image folders expect them; without wnids their ids hold the folder; photos of species in
 * `images/<split>/<group>/<species>/`. An id may hold slashes, which then lead into folders.
 */
export function imagePath({ split, id, truth }: Placeable, ending: string): string {
  return `images/${[split, ...foldersOf(truth)].join('/')}/${id}${ending}`;
}

/** What of a record decides where its image lies. */
export interface Placeable {
  readonly split: string;
  readonly id: string;
  readonly truth:
    | Pick<LabelMask, 'kind'>
    | Pick<ImageClass, 'kind' | 'wnid'>
    | Pick<ImageSpecies, 'kind' | 'member' | 'taxon'>
    | Pick<ImageClasses, 'kind'>
    | Pick<ImageUnlabelled, 'kind'>;
}

function foldersOf(truth: Placeable['truth']): readonly string[] {
  if (truth.kind === 'class') return truth.wnid === undefined ? [] : [truth.wnid];
  return truth.kind === 'species' ? [partOfGroup(truth.member), truth.taxon.folder] : [];
}

/** `masks/<split>/<id>.png`: 8-bit, one channel, train ids. */
export function maskPath(split: string, id: string): string {
  return `masks/${split}/${id}.png`;
}
