export * from './nearest-rows.ts';
