export type { Fault, FaultKind } from './faults.ts';
export { type MakeWorldOptions, makeWorld } from './make-world.ts';
export { type WriteOpenDataOptions, writeOpenData } from './open-data.ts';
export {
  type LogLine,
  type OpenStandInOptions,
  openStandIn,
  type StandIn,
} from './open-stand-in.ts';
export { photoAddress } from './photo-routes.ts';
export type { Recordings } from './recordings.ts';
export {
  jsonReply,
  type Route,
  type StandInReply,
  type StandInRequest,
  textReply,
} from './route.ts';
export type * from './world.ts';
export type { ObservedPhoto, WorldIndex } from './world-index.ts';
