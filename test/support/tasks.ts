import { StorageFailure } from '../../src/errors.ts';

/** Where a thread finds these tasks. */
export const tasksModule = import.meta.url;

export function addTo(item: number, context: number): number {
  return item + context;
}

export function failAt(item: number): number {
  if (item === 50) throw new StorageFailure('The disk is full');
  return item;
}

export function endThread(): never {
  process.exit(3);
}

export function bytesOf(item: number, context: number): { readonly bytes: Uint8Array } {
  return { bytes: new Uint8Array(item).fill(context) };
}
