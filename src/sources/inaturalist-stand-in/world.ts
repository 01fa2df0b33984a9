import type { LicenceCode, QualityGrade } from '../../records/index.ts';

/**
 * A small made-up iNaturalist: what the stand-ins of its services are asked about. Everything
 * follows from a seed.
 */
export interface World {
  readonly taxa: readonly WorldTaxon[];
  readonly observers: readonly WorldObserver[];
  readonly observations: readonly WorldObservation[];
}

export interface WorldTaxon {
  readonly id: number;
  /** Ids from the root down, without its own. */
  readonly ancestry: readonly number[];
  readonly rank: string;
  readonly rankLevel: number;
  readonly name: string;
  readonly isActive: boolean;
  /** Scientific names that are not valid any more. */
  readonly synonyms: readonly string[];
  readonly commonName?: string | undefined;
}

export interface WorldObserver {
  readonly id: number;
  readonly login: string;
  /** `undefined` where the observer has given none. */
  readonly name?: string | undefined;
}

export interface WorldObservation {
  readonly id: number;
  readonly uuid: string;
  readonly observerId: number;
  /** The community's taxon. */
  readonly taxonId: number;
  readonly qualityGrade: QualityGrade;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  /** The place is kept secret: the coordinates are coarse. */
  readonly isObscured?: boolean | undefined;
  readonly observedOn?: string | undefined;
  /** The observation's own, which is not that of its photos; `undefined`: all rights reserved. */
  readonly licence?: LicenceCode | undefined;
  /** By position. */
  readonly photos: readonly WorldPhoto[];
}

export interface WorldPhoto {
  readonly id: number;
  readonly uuid: string;
  readonly extension: string;
  /** `undefined`: all rights reserved; such photos lie on another host and not in the open data. */
  readonly licence?: LicenceCode | undefined;
  readonly width: number;
  readonly height: number;
  /** What is odd about its file; absent where nothing is. */
  readonly quirk?: PhotoQuirk | undefined;
}

/** Faults of files as they occur among real photos. */
export type PhotoQuirk =
  /** Stored lying on its side, with the EXIF orientation that sets it upright. */
  | { readonly kind: 'turned' }
  /** A PNG, whatever its name says. */
  | { readonly kind: 'png' }
  /** A GIF with two pictures. */
  | { readonly kind: 'animated' }
  /** The file itself breaks off; the server does not know. */
  | { readonly kind: 'truncated' }
  /** A page that says sorry, with status 200. */
  | { readonly kind: 'web-page' }
  /** The very bytes of another photo, or the same picture, a little brighter. */
  | { readonly kind: 'copy' | 'near-copy'; readonly of: number };
