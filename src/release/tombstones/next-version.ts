import { InvalidInput } from '../../errors.ts';
import { parseAs, versionSchema } from '../../records/index.ts';
import type { Difference } from '../diff.ts';

/** What a release does to the one before it, in records. */
export interface ReleaseChanges {
  readonly removed: number;
  readonly edited: number;
  /** To another split. */
  readonly moved: number;
  readonly added: number;
  /** The records are the same, something around them is not: a card, a form of storage. */
  readonly isRepackaged: boolean;
}

/** The part of a version that goes up; `none` where nothing changed. */
export type VersionStep = 'major' | 'minor' | 'patch' | 'none';

/**
 * Croissant 1.1, "Version": major when records are edited, removed or moved across splits, since scores
 * are then no longer comparable; minor when records are added; patch for the same records otherwise
 * packed.
 */
export function versionStep(changes: ReleaseChanges): VersionStep {
  const { removed, edited, moved, added, isRepackaged } = changes;
  if (removed > 0 || edited > 0 || moved > 0) return 'major';
  if (added > 0) return 'minor';
  return isRepackaged ? 'patch' : 'none';
}

/**
 * The version of a release after another.
 *
 * @throws {InvalidInput} for what is no version, or one whose numbers go beyond what can be counted
 */
export function nextVersion(from: string, changes: ReleaseChanges): string {
  const parts = parseAs(versionSchema, from, 'version').split('.').map(Number);
  const [major = 0, minor = 0, patch = 0] = parts;
  if (!parts.every((part) => Number.isSafeInteger(part + 1))) {
    throw new InvalidInput(`Version too large to count on "${from}": version`);
  }
  switch (versionStep(changes)) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    case 'none':
      return from;
  }
}

/** The changes that differences of two releases amount to; a record that moved counts once. */
export function changesOf(differences: readonly Difference[]): ReleaseChanges {
  const idsOf = (kind: Difference['kind']) =>
    new Set(differences.filter((difference) => difference.kind === kind).map(({ id }) => id));
  const moved = idsOf('moved');
  return {
    removed: idsOf('went').size,
    edited: [...idsOf('changed')].filter((id) => !moved.has(id)).length,
    moved: moved.size,
    added: idsOf('came').size,
    isRepackaged: false,
  };
}
