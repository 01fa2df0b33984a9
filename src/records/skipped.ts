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

/** Names in one line; of more than twenty, how many there are besides. */
export function namesText(names: readonly string[]): string {
  const most = 20;
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** A file name, or a name from data, as one printable line: itself where harmless, else as JSON. */
export function printableName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  return /[\u0000-\u001f"\\]/.test(name) || name !== printableText(name)
    ? printableText(JSON.stringify(name))
    : name;
}

/**
 * Text without characters that a terminal obeys or that turn the order of reading, as `\u001b`;
 * line ends and tabs stay. JSON stays JSON of the same value.
 */
export function printableText(text: string): string {
  return text.replace(unprintable, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Controls of both kinds, line separators, marks of direction, a byte order mark. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
