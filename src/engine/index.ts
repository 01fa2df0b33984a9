export { runOnThreads, type ThreadOptions } from './run-on-threads.ts';
