import { parsePaxRecords } from './pax-records.ts';
import { untilNul } from './tar-header.ts';

/** What extra headers say of the member that follows them. */
export interface Said {
  readonly name?: Uint8Array;
  readonly bytes?: number;
}

/** Long name and long link of GNU; pax for one member and for all that follow. */
export const extraTypes: ReadonlySet<string> = new Set(['L', 'K', 'x', 'g']);

/** Reads the content of an extra header, or says in a few words what is wrong with it. */
export function readExtra(type: string, content: Uint8Array): Said | string {
  if (type === 'L') return { name: untilNul(content) };
  if (type === 'K') return {};
  const records = parsePaxRecords(content);
  if (records === undefined) return 'Extra header has malformed records';
  const path = records.get('path');
  const size = records.get('size');
  if (type === 'g') {
    return path === undefined && size === undefined ? {} : 'Header names all members at once';
  }
  if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    return 'Archive holds a sparse file';
  }
  const digits = Buffer.from(size ?? '0').toString('latin1');
  if (!/^\d{1,15}$/.test(digits)) return 'Extra header has no readable size';
  return {
    ...(path === undefined ? {} : { name: path }),
    ...(size === undefined ? {} : { bytes: Number(digits) }),
  };
}
