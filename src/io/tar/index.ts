export { listTar } from './list-tar.ts';
export type { TarEntry } from './tar-entry.ts';
