import { partOfGroup } from '../../records/index.ts';

/**
 * Tells which group a folder holds, by its name: "Fungi" and "fungi", and with or without a final "s",
 * "insect" and "insects", where that fits one group alone. Other forms, such as "fungus", are none.
 */
export function groupFinder(groups: readonly string[]): (folder: string) => string | undefined {
  const exact = new Map(groups.map((group) => [partOfGroup(group), group]));
  const loose = Map.groupBy(groups, (group) => withoutS(partOfGroup(group)));
  return (folder) => {
    const part = partOfGroup(folder);
    const same = loose.get(withoutS(part)) ?? [];
    return exact.get(part) ?? (same.length === 1 ? same[0] : undefined);
  };
}

function withoutS(part: string): string {
  return part.replace(/s$/, '');
}
