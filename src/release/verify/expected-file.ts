import type { Sha256 } from '../../records/index.ts';

/** What a file must be. */
export interface ExpectedFile {
  readonly path: string;
  readonly sha256: Sha256;
  /** Of a mask: what its record says of the labels in it. */
  readonly labels?: ExpectedLabels;
}

export interface ExpectedLabels {
  readonly sha256: Sha256;
  readonly pixels: Readonly<Record<string, number>>;
}

/** Something that is not as the release says. */
export interface Deviation {
  readonly path: string;
  readonly problem:
    | 'missing'
    | 'unlisted'
    | 'not-a-file'
    | 'digest'
    | 'mask'
    | 'labels'
    | 'pixels'
    | 'unreadable'
    | 'counts'
    | 'checks'
    | 'claims'
    | 'attribution'
    | 'records';
  readonly detail: string;
}
