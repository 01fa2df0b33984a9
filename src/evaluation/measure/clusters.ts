/** Which records are drawn together when intervals are computed. */
export interface Clusters {
  /** The cluster of each record, a number from 0 up. */
  readonly of: Uint32Array;
  readonly count: number;
}

/** @param names the cluster of each record: a species, a clip, or what is its own alone */
export function clustersOf(names: readonly string[]): Clusters {
  const numbers = new Map<string, number>();
  const of = Uint32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return { of, count: numbers.size };
}

/** Does each record stand for itself, or do several come together, as photos of a species do? */
export function clusterNameOf({ count }: Clusters, records: number): string {
  return count < records ? 'cluster' : 'image';
}
