import { type SpeciesVerdict, witnessText } from '../../audit/index.ts';
import { type GroupQuery, partOfGroup, type Skipped } from '../../records/index.ts';
import {
  type PhotoSource,
  type SpeciesPhotos,
  type SpeciesTaxon,
  samplePhotos,
} from '../../sources/index.ts';
import type { Choice, ChosenSpecies } from './chosen.ts';

export interface ChooseOptions {
  readonly judge: (species: SpeciesTaxon) => SpeciesVerdict;
  /** The same species with the synonyms that the source itself does not have. */
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
  /** What an earlier run has found for a species of a group. */
  readonly known: (group: string, taxonId: number) => Choice | undefined;
  /** Is the species in the plan already, by an earlier group? */
  readonly isTaken: (taxonId: number) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Species whose photos are asked for together. */
const batchSize = 32;

/**
 * Goes through the species of a group in the order they were drawn and yields what became of each,
 * until as many are chosen as the recipe asks for. A species is chosen where the audit lets it pass
 * and enough of its photos can be drawn.
 */
export async function* chooseSpecies(
  source: PhotoSource,
  group: GroupQuery,
  options: ChooseOptions,
): AsyncGenerator<Choice> {
  let chosen = 0;
  let waiting: Waiting[] = [];
  const settle = async function* (): AsyncGenerator<Choice> {
    for await (const choice of choicesOf(source, group, options, waiting)) {
      if (chosen === group.mostSpecies) break;
      if (choice.kind === 'chosen') chosen++;
      yield choice;
    }
    waiting = [];
  };
  for await (const taxon of source.species(group)) {
    options.signal?.throwIfAborted();
    waiting.push(lookAt(taxon, group, options));
    const pending = waiting.filter(({ kind }) => kind !== 'passed-over').length;
    if (pending === Math.min(batchSize, group.mostSpecies - chosen)) yield* settle();
    if (chosen === group.mostSpecies) return;
  }
  yield* settle();
}

/** What is known of a species before its photos are asked for. */
type Waiting =
  | Choice
  | { readonly kind: 'open'; readonly taxon: SpeciesTaxon; readonly tier: ChosenSpecies['tier'] };

function lookAt(taxon: SpeciesTaxon, group: GroupQuery, options: ChooseOptions): Waiting {
  return options.known(group.group, taxon.id) ?? judgeTaxon(taxon, group, options);
}

function judgeTaxon(taxon: SpeciesTaxon, { group }: GroupQuery, options: ChooseOptions): Waiting {
  const { outcome, judgement } = options.judge(taxon);
  const { tier } = judgement;
  const passOver = (reason: string, detail: string): Choice => {
    const skipped = skippedSpecies(taxon, group, { reason, detail });
    return { kind: 'passed-over', group, taxonId: taxon.id, tier, skipped };
  };
  if (options.isTaken(taxon.id)) {
    return passOver('species-in-two-groups', `${taxon.name} is in an earlier group already`);
  }
  if (outcome === 'pass' && tier !== 'review') return { kind: 'open', taxon, tier };
  const { against, nearest, path } = judgement;
  const what = `${taxon.name}: ${tier} against ${against}, ${nearest?.label ?? 'no class'}`;
  const witness = path.length === 0 ? '' : `; ${witnessText(path)}`;
  return outcome === 'review'
    ? passOver('overlap-undecided', `${what}${witness}${doubtsOf(judgement)}`)
    : passOver('overlap', `${what}${witness}`);
}

function doubtsOf({ doubts = [] }: SpeciesVerdict['judgement']): string {
  return doubts
    .filter(({ decided }) => decided === undefined)
    .map(({ kind, text, label = 'no class', wnid = '' }) => `; ${kind} ${text} -> ${label} ${wnid}`)
    .join('');
}

/** What became of each, in the order given: names are looked up, then photos, for all together. */
async function* choicesOf(
  source: PhotoSource,
  group: GroupQuery,
  options: ChooseOptions,
  waiting: readonly Waiting[],
): AsyncGenerator<Choice> {
  const open = waiting.flatMap((one) => (one.kind === 'open' ? [one.taxon] : []));
  const named = new Map((await options.withSynonyms(open)).map((taxon) => [taxon.id, taxon]));
  const judged = waiting.map((one): Waiting => {
    if (one.kind !== 'open') return one;
    const taxon = named.get(one.taxon.id) ?? one.taxon;
    return taxon === one.taxon ? one : judgeTaxon(taxon, group, options);
  });
  const left = judged.flatMap((one) => (one.kind === 'open' ? [one.taxon] : []));
  const answers = source.photos(left, group);
  try {
    for (const one of judged) {
      if (one.kind !== 'open') {
        yield one;
        continue;
      }
      const { value } = await answers.next();
      yield drawn(one, value as SpeciesPhotos, group);
    }
  } finally {
    await answers.return(undefined);
  }
}

function drawn(
  { taxon, tier }: { taxon: SpeciesTaxon; tier: ChosenSpecies['tier'] },
  { photos }: SpeciesPhotos,
  group: GroupQuery,
): Choice {
  const shared = photos.filter(({ alsoIn }) => alsoIn !== undefined);
  const own = photos.filter(({ alsoIn }) => alsoIn === undefined);
  const taken = samplePhotos(own, group);
  const base = { group: group.group, taxon, tier };
  if (taken.length >= group.leastImages) {
    const skipped = shared.map(
      (photo): Skipped => ({
        path: `photos/${photo.photoId}`,
        sourceSplit: partOfGroup(group.group),
        reason: 'photo-in-two-observations',
        detail: `Photo of ${taxon.name} stands in ${photo.observation} and in ${photo.alsoIn?.join(', ')}`,
      }),
    );
    return { kind: 'chosen', ...base, eligible: photos.length, photos: taken, skipped };
  }
  const detail = `${taxon.name} has ${taken.length} photos that can be drawn, of ${photos.length} eligible: at least ${group.leastImages} are asked for`;
  const skipped = skippedSpecies(taxon, group.group, { reason: 'species-too-few-photos', detail });
  return { kind: 'passed-over', group: group.group, taxonId: taxon.id, tier, skipped };
}

export function skippedSpecies(
  { id }: Pick<SpeciesTaxon, 'id'>,
  group: string,
  why: Pick<Skipped, 'reason' | 'detail'>,
): Skipped {
  return { path: `taxa/${id}`, sourceSplit: partOfGroup(group), ...why };
}
