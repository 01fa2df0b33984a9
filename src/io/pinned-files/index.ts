export * from './download.ts';
export * from './fetch-pinned.ts';
export * from './find-pinned.ts';
export * from './open-pinned.ts';
