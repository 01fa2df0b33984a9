export { listTar, type TarEntry } from './list-tar.ts';
