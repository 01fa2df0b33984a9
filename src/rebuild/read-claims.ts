import { manifestNames, readManifest } from '../io/index.ts';
import { type Claim, parseClaimSet } from '../records/index.ts';

/** The published numbers of a dataset; none where nobody has written them down. */
export async function readClaims(dataset: string): Promise<readonly Claim[]> {
  if (!manifestNames('claims').includes(dataset)) return [];
  return (await readManifest('claims', dataset, parseClaimSet)).content.claims;
}
