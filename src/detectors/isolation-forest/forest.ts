import { averagePathLength } from './path-length.ts';

/**
 * Trees, each written from its root on: a node, all below its left side, all below its right side. A
 * row goes left where its value is at most the threshold.
 */
export interface Forest {
  /** Rows each tree was grown from. */
  readonly samples: number;
  readonly trees: number;
  /** Of each node its column; `leaf` for a leaf. */
  readonly columns: Uint32Array;
  /** Of each node its threshold; of a leaf, how many of the samples ended there. */
  readonly thresholds: Float32Array;
}

/** The column of a leaf. */
export const leaf = 0xffffffff;

/** No tree is deeper: 2^32 rows have no more bits. */
const mostDepth = 32;

/** The depth at which trees are no longer grown: the average depth of a tree, rounded up. */
export function depthLimit(samples: number): number {
  return Math.ceil(Math.log2(Math.max(samples, 2)));
}

/** A forest with what going through it needs. */
export interface Paths {
  readonly forest: Forest;
  /** The first node of each tree. */
  readonly roots: Uint32Array;
  /** The node on the right side of each; the one on the left side is the next. */
  readonly rights: Uint32Array;
  /** Of each leaf its depth and c(samples in it), the length of the path it stands for. */
  readonly lengths: Float64Array;
}

/**
 * Goes through the nodes once. `undefined` when they make no such trees: one that ends before its
 * leaves, is too deep, or whose leaves hold other than all the samples.
 */
export function layPaths(forest: Forest): Paths | undefined {
  const { columns, thresholds, trees, samples } = forest;
  const roots = new Uint32Array(trees);
  const rights = new Uint32Array(columns.length);
  const lengths = new Float64Array(columns.length);
  let node = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = node;
    let held = 0;
    // Nodes whose right side is still to come; so many of them stand above the next node on its left.
    const waiting: { readonly node: number; readonly depth: number }[] = [];
    for (let depth = 0; ; ) {
      if (node >= columns.length || depth > mostDepth) return undefined;
      if (columns[node] !== leaf) {
        waiting.push({ node, depth });
        depth++;
        node++;
        continue;
      }
      const size = thresholds[node] as number;
      if (!Number.isInteger(size) || size < 1) return undefined;
      held += size;
      lengths[node] = depth + averagePathLength(size);
      node++;
      const above = waiting.pop();
      if (above === undefined) break;
      rights[above.node] = node;
      depth = above.depth + 1;
    }
    if (held !== samples) return undefined;
  }
  return node === columns.length ? { forest, roots, rights, lengths } : undefined;
}
