import { hashBytes } from '../../io/index.ts';
import { parseScientificName } from '../../lexicon/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

/** One name, taken for a scientific one where it has that form. */
export function oneCandidate(name: string): CandidateList {
  const collector = new Collector();
  const isTaxon = (parseScientificName(name)?.epithets.length ?? 0) > 0;
  collector.add({ id: name, name, isTaxon });
  return collector.finish({
    format: 'one name',
    columns: { name: 'command line' },
    sha256: hashBytes(name),
    where: 'command line',
  });
}
