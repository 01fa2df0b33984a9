import { resolve } from 'node:path';
import type { Release } from '../release/index.ts';
import { sourceOfKind } from '../sources/index.ts';

/** The folder that a release's source paths are relative to, in the source a user points at. */
export async function sourceRootOf(
  { info, folder }: Release,
  from: string | undefined,
): Promise<string | undefined> {
  if (from === undefined) return undefined;
  const { source } = info.recipe.content;
  const listing = await sourceOfKind(source.kind, folder).list(resolve(from), source, folder);
  return listing.root;
}
