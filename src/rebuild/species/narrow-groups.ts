import { InvalidInput } from '../../errors.ts';
import { type GroupQuery, partOfGroup } from '../../records/index.ts';

/**
 * The groups that the user names, with at most so many species each.
 *
 * @throws {InvalidInput} for a group that the recipe does not have
 */
export function narrowGroups(
  groups: readonly GroupQuery[],
  { groups: wanted, limit }: { groups?: readonly string[] | undefined; limit?: number | undefined },
): readonly GroupQuery[] {
  for (const name of wanted ?? []) {
    if (groups.some(({ group }) => partOfGroup(group) === partOfGroup(name))) continue;
    const known = groups.map(({ group }) => partOfGroup(group)).join(', ');
    throw new InvalidInput(`No group "${name}" (known: ${known}): --groups`);
  }
  const parts = wanted?.map(partOfGroup);
  return groups
    .filter(({ group }) => parts === undefined || parts.includes(partOfGroup(group)))
    .map((group) => ({
      ...group,
      mostSpecies: Math.min(group.mostSpecies, limit ?? group.mostSpecies),
    }));
}
