import { readStructure } from '../../lexicon/index.ts';
import type { Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

/** The synsets of ImageNet's `structure_released.xml`, each once. @throws as `readStructure` does */
export async function readStructureFile(
  text: string,
  { where, sha256 }: { readonly where: string; readonly sha256: Sha256 },
): Promise<CandidateList> {
  const { release, synsets } = await readStructure(text, where);
  const collector = new Collector();
  for (const { wnid, words } of synsets) {
    collector.add({ id: wnid, name: words[0] ?? wnid, wnid, isTaxon: false });
  }
  return collector.finish({
    format: `ImageNet structure, ${release}`,
    columns: { wnid: 'synset/@wnid', name: 'synset/@words' },
    sha256,
    where,
  });
}
