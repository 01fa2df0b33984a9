export {
  changesOf,
  nextVersion,
  type ReleaseChanges,
  type VersionStep,
  versionStep,
} from './next-version.ts';
export { type Departure, type Raised, raiseTombstones } from './raise-tombstones.ts';
export {
  type DepartureReason,
  departureReasons,
  parseTombstoneList,
  type Tombstone,
  type TombstoneList,
  tombstoneListJson,
} from './tombstone.ts';
