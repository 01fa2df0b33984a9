export { type NpyFile, openNpy } from './open-npy.ts';
