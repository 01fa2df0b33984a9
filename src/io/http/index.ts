export { AddressNotPublic, type Resolve, type ResolvedAddress } from './address-guard.ts';
export type { HttpReply } from './ask.ts';
export * from './budgets/index.ts';
export * from './clock.ts';
export * from './open-http.ts';
export * from './public-address.ts';
export * from './retry-after.ts';
