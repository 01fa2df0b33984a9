import {
  nameSchema,
  parseAs,
  type Sha256,
  sha256Schema,
  versionSchema,
  z,
} from '../../records/index.ts';

/** Why a photo may not stay, the weightiest first. */
export const departureReasons = [
  'withdrawn', // its author asked for it
  'gone', // the source has it no longer
  'licence-changed', // it is under another licence than its record says, or under none
  'taxon-changed', // it shows another species than the record says
] as const;
export type DepartureReason = (typeof departureReasons)[number];

/** What stands in the place of a record that may not stay. */
export interface Tombstone {
  /** Of the record. */
  readonly id: string;
  readonly photoId: number;
  readonly split: string;
  readonly group: string;
  readonly species: string;
  /** The image as the release holds it, or as its source does: path, and digest of these bytes. */
  readonly file: string;
  readonly sha256: Sha256;
  readonly reason: DepartureReason;
  /** What was seen, such as the licence or the species that it has now. */
  readonly detail: string;
  /** The day on which it was first seen, `YYYY-MM-DD`. */
  readonly since: string;
}

/** The tombstones of one release: records of it that later releases leave out. */
export interface TombstoneList {
  readonly dataset: string;
  /** Of the release. */
  readonly version: string;
  /** Sorted by id. */
  readonly tombstones: readonly Tombstone[];
}

const tombstone: z.ZodType<Tombstone> = z.strictObject({
  id: z.string().min(1),
  photoId: z.int().positive(),
  split: z.string().min(1),
  group: z.string().min(1),
  species: z.string().min(1),
  file: z.string().min(1),
  sha256: sha256Schema,
  reason: z.enum(departureReasons),
  detail: z.string(),
  since: z.iso.date(),
});

const schema = z.strictObject({
  schema: z.literal(1),
  dataset: nameSchema,
  version: versionSchema,
  tombstones: z.array(tombstone),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseTombstoneList(value: unknown, where: string): TombstoneList {
  const { schema: _, ...list } = parseAs(schema, value, where);
  return list;
}

/** The JSON form that {@link parseTombstoneList} reads. */
export function tombstoneListJson(list: TombstoneList): unknown {
  return { schema: 1, ...list };
}
