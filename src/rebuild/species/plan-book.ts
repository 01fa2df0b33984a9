import type { Journal } from '../../io/index.ts';
import { countText, type ImageSpecies, type PhotoSize, type Skipped } from '../../records/index.ts';
import type { SourceLeftOut } from '../../sources/index.ts';
import { type PhotoOrder, skippedPhoto } from './acquire-photo.ts';
import type { Choice, ChosenSpecies } from './chosen.ts';
import { speciesFolders } from './species-folders.ts';

/**
 * The plan of a build, read from the journal: what became of every species that was looked at. One
 * species lies in memory at a time, whatever the number of photos.
 */
export interface PlanBook {
  /** In the order of the recipe's groups, then as drawn. */
  readonly outcomes: readonly ChoiceNote[];
  chosen(): Generator<ChosenSpecies>;
  /** Every photo to fetch, species by species, in the order they were drawn. */
  orders(): Generator<PhotoOrder>;
  /** Species and photos that the plan leaves out. */
  skipped(): Generator<Skipped>;
}

/** A line of the plan. */
export interface ChoiceNote {
  readonly group: string;
  readonly taxonId: number;
  readonly kind: Choice['kind'];
  readonly tier: Choice['tier'];
  /** Photos drawn; 0 where the species is left out. */
  readonly photos: number;
  /** Why it is left out. */
  readonly reason?: string | undefined;
}

export interface PlanBookOptions {
  readonly split: string;
  readonly size: PhotoSize;
}

const table = 'species';
const planTable = 'plan';
const leftOutTable = 'left-out';
const complete = 'complete';
const attempt = 'attempt';

function noteOf(choice: Choice): ChoiceNote {
  const { group, tier } = choice;
  if (choice.kind === 'chosen') {
    const { kind, taxon, photos } = choice;
    return { group, taxonId: taxon.id, kind, tier, photos: photos.length };
  }
  const { kind, taxonId, skipped } = choice;
  return { group, taxonId, kind, tier, photos: 0, reason: skipped.reason };
}

export function noteChoice(journal: Journal, choice: Choice): ChoiceNote {
  const note = noteOf(choice);
  journal.put(table, [[keyOf(note.group, note.taxonId), choice]]);
  return note;
}

export function notedChoice(journal: Journal, group: string, taxonId: number): Choice | undefined {
  return journal.get(table, keyOf(group, taxonId)) as Choice | undefined;
}

/** What a source could not tell; of one reason the last word counts. */
export function noteLeftOut(journal: Journal, leftOut: readonly SourceLeftOut[]): void {
  journal.put(
    leftOutTable,
    leftOut.map((row) => [`${row.file ?? ''} ${row.reason}`, row]),
  );
}

/** Starts a plan that is made in one go: what an attempt before it has skipped does not count. */
export function beginPlan(journal: Journal): void {
  journal.put(planTable, [[attempt, attemptOf(journal) + 1]]);
}

/** Files that this attempt leaves out, each once. */
export function noteSkipped(journal: Journal, rows: readonly Skipped[]): void {
  journal.put(
    skippedTable(journal),
    rows.map((row) => [`${row.path} ${row.reason}`, row]),
  );
}

function skippedTable(journal: Journal): string {
  return `skipped ${attemptOf(journal)}`;
}

function attemptOf(journal: Journal): number {
  return Number(journal.get(planTable, attempt) ?? 0);
}

/** From here on the plan stands: a later run does not ask the source again. */
export function closePlan(journal: Journal, notes: readonly ChoiceNote[]): void {
  journal.put(planTable, [[complete, notes]]);
}

/** `undefined` while the plan is not complete. */
export function openPlanBook(
  journal: Journal,
  { split, size }: PlanBookOptions,
): PlanBook | undefined {
  const outcomes = journal.get(planTable, complete) as readonly ChoiceNote[] | undefined;
  if (outcomes === undefined) return undefined;
  const choices = function* (): Generator<Choice> {
    for (const { group, taxonId } of outcomes) {
      yield notedChoice(journal, group, taxonId) as Choice;
    }
  };
  const chosen = function* (): Generator<ChosenSpecies> {
    for (const choice of choices()) if (choice.kind === 'chosen') yield choice;
  };
  const shared = photosOfSeveralSpecies(chosen());
  const folders = speciesFolders(chosen());
  const allOrders = function* (): Generator<PhotoOrder> {
    for (const { group, taxon, photos } of chosen()) {
      const ref: ImageSpecies['taxon'] = {
        id: taxon.id,
        name: taxon.name,
        folder: folders.get(taxon.id) as string,
      };
      for (const photo of photos) yield { photo, group, taxon: ref, split };
    }
  };
  return {
    outcomes,
    chosen,
    *orders() {
      for (const order of allOrders()) if (!shared.has(order.photo.photoId)) yield order;
    },
    *skipped() {
      for (const [, row] of journal.entries(leftOutTable)) {
        yield skippedRows(row as SourceLeftOut);
      }
      for (const [, row] of journal.entries(skippedTable(journal))) yield row as Skipped;
      for (const choice of choices()) {
        if (choice.kind === 'chosen') yield* choice.skipped;
        else yield choice.skipped;
      }
      for (const order of allOrders()) {
        if (!shared.has(order.photo.photoId)) continue;
        const detail = `Photo ${order.photo.photoId} stands under ${order.taxon.name} and another species of the plan`;
        yield skippedPhoto(order, size, { reason: 'photo-of-several-species', detail });
      }
    },
  };
}

function skippedRows({ file, reason, count, example }: SourceLeftOut): Skipped {
  const detail = `${countText(count)} such, one of them: ${example}`;
  return { path: file ?? 'source', sourceSplit: '', reason: `source-${reason}`, detail };
}

/** Photos that show, by what their source says, more than one species of the plan. */
function photosOfSeveralSpecies(chosen: Iterable<ChosenSpecies>): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { photos } of chosen) {
    for (const { photoId } of photos) {
      if (seen.has(photoId)) shared.add(photoId);
      seen.add(photoId);
    }
  }
  return shared;
}

function keyOf(group: string, taxonId: number): string {
  return `${group}/${String(taxonId).padStart(12, '0')}`;
}
