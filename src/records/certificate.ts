import type { Sha256 } from './ids.ts';
import type { Verdict } from './verdict.ts';
import type { Wnid } from './wnid.ts';

/**
 * How much of a candidate a class set covers, strongest first. `T0`: the candidate is a class, or a
 * part of one (any name or accepted synonym). `T1`: its genus is a class, or a class lies below it.
 * `T2`: a narrow class at family to class rank covers it. `T3`: only broad classes cover it (plant,
 * insect). `none`: no class covers it.
 */
export const tiers = ['T0', 'T1', 'T2', 'T3', 'none'] as const;
export type Tier = (typeof tiers)[number];

/** One step of a witness: what leads from the step before to this one. */
export interface Step {
  readonly by: StepKind;
  /** A name, or the first lemma of the synset. */
  readonly text: string;
  readonly rank?: string | undefined;
  readonly wnid?: Wnid | undefined;
}

export const stepKinds = [
  'name', // the candidate's own name
  'synonym', // another scientific name of it, from its own data
  'implied', // what a trinomial or binomial says: its species, its genus
  'ancestor', // a taxon above it, from its own data
  'wnid', // the id that the candidate carries
  'lemma', // the name is a lemma of this synset
  'spelling', // the name is a lemma but for a hyphen or the ending of its gender
  'group', // the name is that of this taxonomic group
  'names', // this organism names the group
  'member', // this is a member of the group
  'within', // the group is a member of this group
  'is-a', // hypernym
  'has-kind', // hyponym
  'label', // the label of a class without a synset, equal to the name
] as const;
export type StepKind = (typeof stepKinds)[number];

/** The class nearest to a candidate, of those that make its tier. */
export interface Nearest {
  readonly label: string;
  readonly wnid?: Wnid | undefined;
  /** Steps of the path after the name. */
  readonly distance: number;
}

/** Why somebody must look: evidence that points at a class and proves nothing. */
export interface Doubt {
  readonly kind: DoubtKind;
  /** The name that points there. */
  readonly text: string;
  /** The class it points at; absent where nothing is known. */
  readonly label?: string | undefined;
  readonly wnid?: Wnid | undefined;
  /** What somebody has decided, see `Decision`. */
  readonly decided?: Ruling | undefined;
}

/** `same`: it is the class. `part`: it belongs to the class. `different`: it does not. */
export const rulings = ['same', 'part', 'different'] as const;
export type Ruling = (typeof rulings)[number];

export const doubtKinds = [
  'same-epithet', // the same epithet in another genus of a related group: a moved species?
  'misspelling', // one letter from a class's name
  'vernacular', // a common name of the candidate names a class
  'genus-member', // an unspecified member of its genus is a class
  'homonym', // the name has several meanings, not all of them in the set
  'product', // a food or material of the same name is a class
  'unresolved-name', // "cf.", "aff.": the name does not say which species
  'unplaced', // neither the name nor any ancestor is in WordNet
] as const;
export type DoubtKind = (typeof doubtKinds)[number];

/** What is said of one candidate against one class set. */
export interface Judgement {
  readonly against: string;
  /** `review`: doubts that nobody has decided. */
  readonly tier: Tier | 'review';
  /** With `review`: what is proven whatever the doubts turn out to be. */
  readonly proven?: Tier | undefined;
  readonly nearest?: Nearest | undefined;
  /** The witness, from a name to the class; empty for the candidate's own name and no more. */
  readonly path: readonly Step[];
  /** The cover in which the path goes on. */
  readonly via?: string | undefined;
  readonly doubts?: readonly Doubt[] | undefined;
}

/** How a class covers everything below some ancestor: the end of the paths of many candidates. */
export interface CertificateCover {
  readonly against: string;
  readonly key: string;
  readonly path: readonly Step[];
}

/** A taxon above candidates; ancestors that are candidates themselves stand among those. */
export interface CertificateAncestor {
  readonly key: string;
  readonly name: string;
  readonly rank?: string | undefined;
  readonly parent?: string | undefined;
}

export interface OtherName {
  readonly name: string;
  /** What says so: "invalid name", "inactive taxon", a language code. */
  readonly source: string;
}

/** A candidate as it was given. */
export interface CandidateFacts {
  /** Unique within the certificate. */
  readonly id: string;
  readonly name: string;
  readonly rank?: string | undefined;
  readonly wnid?: Wnid | undefined;
  /** Its names are scientific ones, the input says. */
  readonly isTaxon?: boolean | undefined;
  /** Key of its ancestor. */
  readonly parent?: string | undefined;
  readonly synonyms?: readonly OtherName[] | undefined;
  readonly vernaculars?: readonly OtherName[] | undefined;
}

export interface CertificateEntry extends CandidateFacts {
  /** Every name that was looked up. */
  readonly tried: readonly string[];
  readonly judgements: readonly Judgement[];
  /** How the label agrees with the wnid, where both are given and they do not simply agree. */
  readonly label?: LabelFinding | undefined;
}

/** `narrower`: the synset is narrower than the label. `elsewhere`: the label names other synsets. */
export interface LabelFinding {
  readonly code: 'narrower' | 'broader' | 'misspelt' | 'elsewhere' | 'unknown';
  /** What the label names, or should have been. */
  readonly text: string;
  readonly wnid?: Wnid | undefined;
}

/** A statement on the overlap of a list of candidates with class sets. */
export interface Certificate {
  readonly toolkit: string;
  readonly input: {
    readonly format: string;
    /** Which column was read as what. */
    readonly columns: Readonly<Record<string, string>>;
    readonly sha256: Sha256;
    readonly candidates: number;
    /** Rows that name no candidate, by reason. */
    readonly leftOut: readonly LeftOut[];
  };
  readonly wordnet: { readonly version: '3.0'; readonly sha256: Sha256 };
  readonly against: readonly AgainstSet[];
  readonly failsFrom: Tier;
  readonly decisions: { readonly sha256?: Sha256 | undefined; readonly used: number };
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Pairs of candidates of which one lies below the other, or that are one synset. */
  readonly nested: readonly (readonly [below: string, above: string])[];
  readonly verdict: Verdict;
  /** Of the entries as they were written: an edit of any of them shows. */
  readonly entriesSha256?: Sha256 | undefined;
  readonly covers: readonly CertificateCover[];
  readonly ancestors: readonly CertificateAncestor[];
  /** By id; those of a table of taxa by the id of their parent, then their own. */
  readonly candidates: readonly CertificateEntry[];
}

export interface LeftOut {
  readonly where: string;
  readonly reason: string;
}

export interface AgainstSet {
  readonly name: string;
  readonly title: string;
  readonly sha256: Sha256;
  readonly classes: number;
}

/** Fails where the tier, or what is proven whatever review says, is `failsFrom` or stronger. */
export function outcomeOf(
  { tier, proven }: Judgement,
  failsFrom: Tier,
): 'pass' | 'fail' | 'review' {
  const certain = tier === 'review' ? (proven ?? 'none') : tier;
  if (certain !== 'none' && tiers.indexOf(certain) <= tiers.indexOf(failsFrom)) return 'fail';
  return tier === 'review' ? 'review' : 'pass';
}
