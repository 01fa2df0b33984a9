export { type ElementOptions, type JsonElement, jsonElements } from './json-elements.ts';
