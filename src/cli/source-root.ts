import { resolve } from 'node:path';
import type { Release } from '../release/index.ts';
import { sourceOfKind } from '../sources/index.ts';

/** The folder that a release's source paths are relative to, in the source a user points at. */
export async function sourceRootOf(
  { info, folder }: Release,
  from: string | undefined,
): Promise<string | undefined> {
  if (from === undefined) return undefined;
  const { source: options } = info.recipe.content;
  const request = { options, classSet: info.classSet.content, where: folder };
  const listing = await sourceOfKind(options.kind, folder).list(resolve(from), request);
  return listing.root;
}
