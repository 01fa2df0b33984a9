import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from './route.ts';

/** Answers that the real services once gave. */
export interface Recordings {
  readonly folder: string;
  /** Files in the folder, by the path that they answer; with a query for that query alone. */
  readonly files: Readonly<Record<string, string>>;
}

export function recordedRoute({ folder, files }: Recordings): Route {
  return {
    path: /^\//,
    async answer({ url }) {
      const file = files[url.pathname + url.search] ?? files[url.pathname];
      if (file === undefined) return undefined;
      const type = file.endsWith('.json') ? 'application/json; charset=utf-8' : 'image/jpeg';
      const body = await readFile(join(folder, file));
      return { status: 200, headers: { 'content-type': type }, body };
    },
  };
}
