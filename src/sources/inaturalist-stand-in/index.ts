export { type MakeWorldOptions, makeWorld } from './make-world.ts';
export { type WriteOpenDataOptions, writeOpenData } from './open-data.ts';
export type * from './world.ts';
