import type { LicenceCode } from '../../records/index.ts';
import type { AncestorTaxon } from './photo-source.ts';

/** A photo that was taken from iNaturalist once, as its record has it. */
export interface TakenPhoto {
  readonly photoId: number;
  /** UUID. */
  readonly observation: string;
  /** The species that it was counted to. */
  readonly taxonId: number;
}

/** What became of a photo, as far as one way can tell. */
export type PhotoToday =
  | { readonly kind: 'gone'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string }
  | PhotoStillThere;

export interface PhotoStillThere {
  readonly kind: 'there';
  /** `undefined` where it is under none that has a code; `licenceText` says what stands there. */
  readonly licence: LicenceCode | undefined;
  readonly licenceText: string | undefined;
  /** Where it is kept, if not where openly licensed photos are. */
  readonly elsewhere?: string | undefined;
  /** Of its observation; `undefined` where there is none. */
  readonly taxon: (AncestorTaxon & { readonly isActive: boolean }) | undefined;
  /** What that is counted to: the highest active taxon of the ranks asked for, itself or above it. */
  readonly species: AncestorTaxon | undefined;
}

/** A photo with what became of it. */
export interface Looked<T> {
  readonly taken: T;
  readonly today: PhotoToday;
}

/**
 * Looks photos up, and answers in the order given. What is held at a time is bounded, whatever their
 * number.
 *
 * @param taken may be gone through more than once, to the same photos
 * @param ranks that count as a species
 */
export type LookAtPhotos = <T extends TakenPhoto>(
  taken: () => AsyncIterable<T>,
  ranks: readonly string[],
) => AsyncGenerator<Looked<T>>;
