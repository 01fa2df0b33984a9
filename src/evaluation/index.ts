export * from './evaluation-result.ts';
export * from './session.ts';
