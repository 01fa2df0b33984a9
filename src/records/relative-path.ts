import { z } from './parse.ts';

const longestSegmentBytes = 255;

/**
 * Says why a path from data must not be used, or `undefined` when it stays inside its folder.
 *
 * Forward slashes only; no empty, `.` or `..` segment, no drive, no control character, no segment
 * above 255 bytes, so that joining it to a folder never leaves that folder.
 */
export function unsafePathReason(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.startsWith('/') || /^[a-zA-Z]:/.test(path)) return 'is absolute';
  if (path.includes('\\')) return 'holds a backslash';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'holds a control character';
  for (const segment of path.split('/')) {
    if (segment === '') return 'holds an empty segment';
    if (segment === '.' || segment === '..') return `holds the segment "${segment}"`;
    if (Buffer.byteLength(segment) > longestSegmentBytes) return 'holds a segment above 255 bytes';
  }
  return undefined;
}

/** A path below some folder; see {@link unsafePathReason}. */
export const relativePathSchema = z.string().superRefine((path, context) => {
  const reason = unsafePathReason(path);
  if (reason !== undefined) {
    context.addIssue({ code: 'custom', message: `Path ${reason}`, input: path });
  }
});
