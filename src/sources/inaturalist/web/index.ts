export { openWebSource, type WebSourceOptions } from './web-source.ts';
