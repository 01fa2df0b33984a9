import {
  asSpeciesRecord,
  compareText,
  type ImageRecord,
  type SpeciesRecord,
} from '../../records/index.ts';
import { type DepartureReason, departureReasons, type Tombstone } from './tombstone.ts';

/** A photo that may not stay, and why. */
export interface Departure {
  readonly photoId: number;
  readonly reason: DepartureReason;
  /** What was seen, such as the licence that it has now. */
  readonly detail: string;
}

export interface RaiseOptions {
  readonly departures: Iterable<Departure>;
  /** The day on which the source was asked, `YYYY-MM-DD`. */
  readonly since: string;
  /** Those that the release has already; they stay as they are. */
  readonly earlier?: readonly Tombstone[];
}

export interface Raised {
  /** Of every record so far, sorted by id. */
  readonly tombstones: readonly Tombstone[];
  /** Those of them that are new. */
  readonly raised: readonly Tombstone[];
  /** Photos of departures that no record has, sorted. */
  readonly unknown: readonly number[];
}

/**
 * What follows for a release from photos that may not stay: a tombstone for each of their records. Of
 * several reasons the weightiest counts.
 *
 * @throws {InvalidInput} when a record is no photo of a species
 */
export async function raiseTombstones(
  records: AsyncIterable<ImageRecord>,
  { departures, since, earlier = [] }: RaiseOptions,
): Promise<Raised> {
  const leaving = weightiest(departures);
  const unknown = new Set(leaving.keys());
  const standing = new Set(earlier.map(({ id }) => id));
  const raised: Tombstone[] = [];
  for await (const any of records) {
    const record = asSpeciesRecord(any);
    const departure = leaving.get(record.truth.photo.photoId);
    if (departure === undefined) continue;
    unknown.delete(departure.photoId);
    if (!standing.has(record.id)) raised.push(tombstoneOf(record, departure, since));
  }
  raised.sort(byId);
  return {
    tombstones: [...earlier, ...raised].sort(byId),
    raised,
    unknown: [...unknown].sort((a, b) => a - b),
  };
}

function weightiest(departures: Iterable<Departure>): ReadonlyMap<number, Departure> {
  const weight = ({ reason }: Departure) => departureReasons.indexOf(reason);
  const byPhoto = new Map<number, Departure>();
  for (const departure of departures) {
    const known = byPhoto.get(departure.photoId);
    const order = known === undefined ? -1 : weight(departure) - weight(known);
    if (order < 0 || (order === 0 && departure.detail < (known?.detail ?? ''))) {
      byPhoto.set(departure.photoId, departure);
    }
  }
  return byPhoto;
}

function tombstoneOf(
  { id, split, image, truth }: SpeciesRecord,
  { photoId, reason, detail }: Departure,
  since: string,
): Tombstone {
  const { path: file, sha256 } = image.placed ?? image.source;
  const { member: group, taxon } = truth;
  return { id, photoId, split, group, species: taxon.name, file, sha256, reason, detail, since };
}

function byId(a: Tombstone, b: Tombstone): number {
  return compareText(a.id, b.id);
}
