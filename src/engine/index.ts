export { runOnThreads } from './run-on-threads.ts';
