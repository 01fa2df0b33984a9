export type { HttpReply } from './ask.ts';
export * from './budgets/index.ts';
export * from './clock.ts';
export * from './open-http.ts';
export * from './retry-after.ts';
