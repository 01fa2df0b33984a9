import { join } from 'node:path';
import { sqlText, type TableColumn } from '../../../io/index.ts';
import { type LicenceCode, licenceCodes } from '../../../records/index.ts';
import type { PhotoCandidate } from '../photo-source.ts';

/** One prepared table in SQL. */
export function preparedTable(folder: string, name: string): string {
  return `read_parquet(${sqlText(join(folder, `${name}.parquet`))})`;
}

/** What a row of {@link photoRows} is: a candidate, where its licence is one that we know. */
export interface PhotoRow {
  /** Of the taxon of its observation, below 0 where it has none. */
  readonly place: number;
  readonly photo: Omit<PhotoCandidate, 'licence'>;
  readonly licence: LicenceCode | undefined;
}

/** The columns of a photo in SQL over `photo`, `observed`, `owner`, `observer` and `doubled`. */
export const photoColumns = `photo.place, photo.photo_id::DOUBLE, photo.extension,
  photo.observation::VARCHAR, photo.position, observer.login, coalesce(owner.name, owner.login),
  photo.licence, observed.observed_on::VARCHAR, observed.latitude, observed.longitude,
  photo.width, photo.height, doubled.observations`;

/** Row `i` of columns that begin with {@link photoColumns}. */
export function photoRow(columns: readonly TableColumn[], i: number): PhotoRow {
  const text = (column: number) => {
    const value = columns[column]?.[i] ?? null;
    return value === null ? undefined : String(value);
  };
  const number = (column: number) => {
    const value = columns[column]?.[i] ?? null;
    return value === null ? undefined : Number(value);
  };
  const observation = text(3) ?? '';
  const others = text(13)
    ?.split(' ')
    .filter((other) => other !== observation);
  const photo = {
    photoId: number(1) as number,
    extension: text(2) ?? '',
    observation,
    position: number(4) as number,
    observer: text(5) ?? '',
    creator: text(6) ?? '',
    observedOn: text(8),
    latitude: number(9),
    longitude: number(10),
    width: number(11),
    height: number(12),
    ...(others !== undefined && { alsoIn: others }),
  };
  return {
    place: number(0) as number,
    photo: present(photo),
    licence: licenceCodes[number(7) ?? -1],
  };
}

/** Without the fields that the source does not give. */
function present<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
