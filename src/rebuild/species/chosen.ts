import type { Skipped, Tier } from '../../records/index.ts';
import type { PhotoCandidate, SpeciesTaxon } from '../../sources/index.ts';

/** A species of the plan, with the photos that are to be fetched, in the order they were drawn. */
export interface ChosenSpecies {
  readonly kind: 'chosen';
  readonly group: string;
  readonly taxon: SpeciesTaxon;
  /** What the audit says; a species is drawn only where it lets it pass. */
  readonly tier: Tier | 'review';
  /** How many photos there were to draw from. */
  readonly eligible: number;
  readonly photos: readonly PhotoCandidate[];
  /** Photos that would have been drawn and were not, each with its reason. */
  readonly skipped: readonly Skipped[];
}

/** A species that was looked at and left out. */
export interface PassedOver {
  readonly kind: 'passed-over';
  readonly group: string;
  readonly taxonId: number;
  /** What the audit says; `review`: somebody must decide. */
  readonly tier: Tier | 'review';
  readonly skipped: Skipped;
}

export type Choice = ChosenSpecies | PassedOver;
