import { z } from './parse.ts';

/**
 * A candidate that became no record, and why. A value that travels with the records: nothing is
 * left out without one.
 */
export interface Skipped {
  /** Path below the source folder, as JSON text when it holds characters that do not print. */
  readonly path: string;
  readonly sourceSplit: string;
  /** Machine-readable cause, such as `photo-missing` or `png-truncated`. */
  readonly reason: string;
  /** One sentence for people: what was seen and, where we know it, what to do. */
  readonly detail: string;
}

export const skippedSchema: z.ZodType<Skipped> = z.strictObject({
  path: z.string(),
  sourceSplit: z.string(),
  reason: z.string(),
  detail: z.string(),
});

/** A file name as one printable line: itself where harmless, else as a JSON string. */
export function printableName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029"\\]/.test(name) ? JSON.stringify(name) : name;
}
