import { type ClassList, Lexicon, Matcher, type NounTables } from '../lexicon/index.ts';
import { type Judgement, outcomeOf, type Tier } from '../records/index.ts';
import { Collector } from './candidates/collector.ts';
import { type SpeciesFacts, speciesCandidate } from './candidates/from-species.ts';
import { type Decisions, decided } from './decisions.ts';

/** What an audit says of one species, against every list. */
export interface SpeciesVerdict {
  readonly outcome: 'pass' | 'fail' | 'review';
  /** The judgement that decides: of several lists the one that is worst. */
  readonly judgement: Judgement;
}

export interface SpeciesAudit {
  readonly nouns: NounTables;
  readonly lists: readonly ClassList[];
  readonly decisions: Decisions;
  readonly failsFrom: Tier;
}

const gravity = { pass: 0, review: 1, fail: 2 } as const;

/** Judges species one by one, while they are being chosen; says what the certificate will say. */
export function speciesJudge({
  nouns,
  lists,
  decisions,
  failsFrom,
}: SpeciesAudit): (species: SpeciesFacts) => SpeciesVerdict {
  const matcher = new Matcher(new Lexicon(nouns), lists);
  const collector = new Collector();
  return (species) => {
    const candidate = speciesCandidate(species, collector);
    const verdicts = matcher
      .judge(candidate, `taxon ${species.id}`)
      .judgements.map((judgement): SpeciesVerdict => {
        const settled = decided(species.name, judgement, decisions);
        return { outcome: outcomeOf(settled, failsFrom), judgement: settled };
      });
    return verdicts.reduce((worst, next) => {
      return gravity[next.outcome] > gravity[worst.outcome] ? next : worst;
    });
  };
}
