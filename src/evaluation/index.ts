export * from './claims/index.ts';
export * from './evaluation-result.ts';
export * from './session.ts';
