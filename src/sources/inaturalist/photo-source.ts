import type { GroupQuery, LicenceCode, OtherName } from '../../records/index.ts';

/**
 * One way to the photos of iNaturalist. The same recipe over the same data yields the same species
 * and the same photos, whichever way; the ways do not know each other.
 */
export interface PhotoSource {
  /** As `--from` names it. */
  readonly way: string;
  /** What of the source this is: a snapshot's name, an address. For the release and its journal. */
  readonly layout: string;
  /**
   * Species below the roots of a group that may have enough eligible photos, each once, in the order
   * of {@link drawOf} their ids. Whoever has enough stops asking.
   *
   * @throws {InvalidInput} when a root is missing or has another name
   */
  species(group: GroupQuery): AsyncGenerator<SpeciesTaxon>;
  /**
   * Every photo of some species that the group admits: of an observation of that species or of a
   * taxon below it, of an admitted quality grade, with an admitted licence and on the host of openly
   * licensed photos, of a kind that iNaturalist keeps. One answer a species, in the order given;
   * photos in any order. Which of them are taken is decided by `samplePhotos`.
   */
  photos(species: readonly SpeciesTaxon[], group: GroupQuery): AsyncGenerator<SpeciesPhotos>;
  /** What the calls so far have cost. */
  readonly cost: SourceCost;
  /** What of the source could not be used so far, by reason; what a recipe does not ask for is none. */
  readonly leftOut: readonly SourceLeftOut[];
  close(): Promise<void>;
}

/** "Life": above all, so that it tells nothing. The API and pages leave it out, the open data do not. */
export const lifeId = 48460;

export interface SpeciesTaxon {
  readonly id: number;
  readonly name: string;
  readonly rank: string;
  /** From the highest to the lowest, without {@link lifeId}; the species itself not among them. */
  readonly ancestors: readonly AncestorTaxon[];
  /** Other scientific names, where the source has them, sorted by name. */
  readonly synonyms: readonly OtherName[];
}

export interface AncestorTaxon {
  readonly id: number;
  readonly name: string;
  readonly rank: string;
}

export interface SpeciesPhotos {
  readonly taxonId: number;
  readonly photos: readonly PhotoCandidate[];
}

/** A photo that may be fetched. */
export interface PhotoCandidate {
  readonly photoId: number;
  /** Of the file's name, its case kept: `jpg`, `JPG`, `jpeg`, `png`, `gif`. */
  readonly extension: string;
  /** UUID. */
  readonly observation: string;
  /** Place within its observation, from 0. */
  readonly position: number;
  readonly observer: string;
  readonly creator: string;
  readonly licence: LicenceCode;
  /** `YYYY-MM-DD` */
  readonly observedOn?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly country?: string | undefined;
  /** Where the file lies, if not where photos of this source usually do. */
  readonly path?: string | undefined;
  /** Of the original, pixels, at most 2,048 a side; absent where the source does not say. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /**
   * Other observations that hold the same photo, anywhere in what the way can see: UUIDs, sorted; absent
   * where there are none. The row of the lowest UUID is the one given. Whose photo it is of two taxa is
   * not known, so it is left out.
   */
  readonly alsoIn?: readonly string[] | undefined;
}

export interface SourceLeftOut {
  /** Machine-readable: `observation-unreadable`, `wrong-field-count`. */
  readonly reason: string;
  readonly count: number;
  /** One of them: which, and what is wrong. */
  readonly example: string;
  /** The file it stands in, where the source is files. */
  readonly file?: string | undefined;
}

export interface SourceCost {
  readonly requests: number;
  readonly bytes: number;
}
