export type { HttpReply } from './ask.ts';
export * from './open-http.ts';
export * from './retry-after.ts';
