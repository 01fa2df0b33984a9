export type { Fault, FaultKind } from './faults.ts';
export { makeWorld } from './make-world.ts';
export { writeOpenData } from './open-data.ts';
export {
  type OpenStandInOptions,
  openStandIn,
  type StandIn,
} from './open-stand-in.ts';
export { photoAddress } from './photo-routes.ts';
export { type StandInRequest, textReply } from './route.ts';
export type * from './world.ts';
