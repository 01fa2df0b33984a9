import { existsSync } from 'node:fs';
import { withStorageErrors } from '../../io/index.ts';
import { partOfGroup } from '../../records/index.ts';
import { enterWorkplace } from '../workplace.ts';
import type { AdoptionSetup } from './prepare-adoption.ts';

/** What an adoption would keep and leave out; no image of the archive was opened. */
export interface AdoptionPreview {
  readonly target: string;
  readonly isTaken: boolean;
  readonly layout: string;
  readonly files: number;
  readonly groups: readonly GroupAdoption[];
  /** Files left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

export interface GroupAdoption {
  readonly group: string;
  readonly species: number;
  readonly photos: number;
  readonly leftOut: number;
}

/** Makes the plan, which an adoption then goes on from, and counts. */
export async function previewAdoption(setup: AdoptionSetup): Promise<AdoptionPreview> {
  const { target, identity, layout, groups, archive } = setup;
  const isTaken = existsSync(target);
  const workplace = await enterWorkplace({ target, identity, isPreview: true });
  try {
    const { journal, folder } = workplace;
    const book = await withStorageErrors(folder, () => setup.plan(journal));
    const perReason = new Map<string, number>();
    const perPart = new Map<string, number>();
    for (const { reason, sourceSplit } of book.skipped()) {
      perReason.set(reason, (perReason.get(reason) ?? 0) + 1);
      perPart.set(sourceSplit, (perPart.get(sourceSplit) ?? 0) + 1);
    }
    return {
      ...{ target, isTaken, layout, files: archive.files },
      groups: groups.map(({ group }) => {
        const notes = book.outcomes.filter((note) => note.group === group);
        const photos = notes.reduce((sum, note) => sum + note.photos, 0);
        const leftOut = perPart.get(partOfGroup(group)) ?? 0;
        return { group, species: notes.length, photos, leftOut };
      }),
      skipped: Object.fromEntries([...perReason].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  } finally {
    workplace.leave();
  }
}
