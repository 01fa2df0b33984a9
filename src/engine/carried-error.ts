import { Busy, DamagedFile, InvalidInput, SourceChanged, StorageFailure } from '../errors.ts';
import type { CarriedError } from './messages.ts';

/** The classes that a task may throw; whatever else it throws is a defect of ours. */
const carriedClasses = [Busy, DamagedFile, InvalidInput, SourceChanged, StorageFailure];

export function packError(error: unknown): CarriedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack: stack ?? '' };
}

export function unpackError({ name, message, stack }: CarriedError): Error {
  const known = carriedClasses.find((candidate) => candidate.name === name);
  if (known !== undefined) return new known(message);
  return Object.assign(new Error(message), { name, stack });
}
