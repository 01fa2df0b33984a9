import type { ClassSet, Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

/** The members of a class set, or of the class set of a release, as candidates. */
export function readClassSet(
  set: ClassSet,
  input: { readonly where: string; readonly sha256: Sha256; readonly format: string },
): CandidateList {
  const collector = new Collector();
  for (const { name, synset } of set.members) {
    collector.add({ id: name, name, wnid: synset, isTaxon: false });
  }
  return collector.finish({ ...input, columns: { name: 'members.name', wnid: 'members.synset' } });
}
