export type { Resolve, ResolvedAddress } from './address-guard.ts';
export type { HttpReply } from './ask.ts';
export * from './budgets/index.ts';
export * from './clock.ts';
export type { FetchedJson } from './fetch-json.ts';
export * from './fetch-options.ts';
export type {
  FetchedBytes,
  FetchResult,
  NotModified,
  RefusalReason,
  Refused,
} from './fetch-result.ts';
export * from './host-gate.ts';
export * from './open-fetcher.ts';
export * from './open-http.ts';
export * from './public-address.ts';
export * from './retry-after.ts';
export * from './usage.ts';
export * from './user-agent.ts';
