/** What decides where a taxon stands in the tree. */
export interface TaxonLink {
  readonly id: number;
  /** 0 where it has none. */
  readonly parent: number;
}

/** A taxon at its place; places count from 0 and are those of the list. */
export interface PlacedTaxon {
  readonly id: number;
  /** Place of its parent, -1 where it has none. */
  readonly parent: number;
  /** One past the place of the last taxon below it. */
  end: number;
}

/**
 * Taxa such that all below one follow it directly: whatever belongs to a taxon lies between its place
 * and its end. Those of one parent stand by id.
 *
 * A parent that is nobody's row stands at the top of its own tree. Taxa whose parents lead in a circle,
 * and what hangs below them, have no place.
 *
 * @param links each id once
 */
export function placeTaxa(links: readonly TaxonLink[]): readonly PlacedTaxon[] {
  const children = childrenOf(links);
  const placed: PlacedTaxon[] = [];
  // On the way: taxa whose children are still to come, the next last.
  const open: { readonly id: number; readonly parent: number }[] = [];
  const above: number[] = [];
  const push = (parentId: number, parent: number) => {
    for (const id of children.get(parentId)?.toReversed() ?? []) open.push({ id, parent });
  };
  push(0, -1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    while (above.length > 0 && above.at(-1) !== next.parent) close(placed, above);
    above.push(placed.length);
    placed.push({ ...next, end: 0 });
    push(next.id, placed.length - 1);
  }
  while (above.length > 0) close(placed, above);
  return placed;
}

function close(placed: readonly PlacedTaxon[], above: number[]): void {
  const done = placed[above.pop() as number] as PlacedTaxon;
  done.end = placed.length;
}

/** Ids by that of their parent, in ascending order; without a parent, by 0. */
function childrenOf(links: readonly TaxonLink[]): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  const known = new Set(links.map(({ id }) => id));
  const add = (parent: number, id: number) => {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  };
  for (const { id, parent } of links) {
    if (parent !== 0 && !known.has(parent)) {
      known.add(parent);
      add(0, parent);
    }
    add(parent, id);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => a - b);
  return children;
}
