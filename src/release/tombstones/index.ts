export {
  changesOf,
  nextVersion,
  type ReleaseChanges,
  versionStep,
} from './next-version.ts';
export { type Departure, type Raised, raiseTombstones } from './raise-tombstones.ts';
export {
  departureReasons,
  parseTombstoneList,
  type TombstoneList,
  tombstoneListJson,
} from './tombstone.ts';
