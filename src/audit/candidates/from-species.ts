import type { Candidate } from '../../lexicon/index.ts';
import type { OtherName, Sha256 } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

/** A species as a source of photos gives it. */
export interface SpeciesFacts {
  readonly id: number;
  readonly name: string;
  readonly rank: string;
  /** From the highest to the lowest. */
  readonly ancestors: readonly {
    readonly id: number;
    readonly name: string;
    readonly rank: string;
  }[];
  readonly synonyms: readonly OtherName[];
}

/** Species as candidates of an audit, by taxon id. */
export function speciesCandidates(
  species: Iterable<SpeciesFacts>,
  input: { readonly where: string; readonly sha256: Sha256 },
): CandidateList {
  const collector = new Collector();
  for (const one of species) collector.add(speciesCandidate(one, collector));
  const columns = { id: 'taxon id', name: 'name', rank: 'rank', ancestors: 'ancestors' };
  return collector.finish({ ...input, format: 'planned species', columns });
}

/** @param collector keeps the ancestors that species share */
export function speciesCandidate(
  { id, name, rank, ancestors, synonyms }: SpeciesFacts,
  collector: Pick<Collector, 'ancestors'>,
): Candidate {
  const parent = collector.ancestors(
    ancestors.map((above) => ({ key: String(above.id), name: above.name, rank: above.rank })),
  );
  const others = synonyms.length === 0 ? {} : { synonyms };
  return { id: String(id), name, rank, parent, isTaxon: true, ...others };
}
