export { type MakeWorldOptions, makeWorld } from './make-world.ts';
export type * from './world.ts';
