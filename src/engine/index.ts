export { packError, unpackError } from './carried-error.ts';
export type { CarriedError } from './messages.ts';
export { runOnThreads } from './run-on-threads.ts';
