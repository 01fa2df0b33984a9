/** Counts, sums and products of what the pixels of each class look like, summed up in float64. */
export interface ClassMoments {
  readonly classes: number;
  /** Numbers that describe a pixel. */
  readonly features: number;
  readonly counts: Float64Array;
  /** Row a class, column a feature. */
  readonly sums: Float64Array;
  /** Row a class, then the products of features i and j with i <= j, row by row. */
  readonly products: Float64Array;
}

export function newMoments(classes: number, features: number): ClassMoments {
  return {
    classes,
    features,
    counts: new Float64Array(classes),
    sums: new Float64Array(classes * features),
    products: new Float64Array(classes * pairsOf(features).length),
  };
}

/**
 * Adds the pixels of one image.
 *
 * @param planes feature after feature, each a plane of as many numbers as there are labels
 * @param labels places of classes; what is at or above `classes` is left out
 */
export function addMoments(moments: ClassMoments, planes: Float32Array, labels: Uint8Array): void {
  const { classes, features, counts, sums, products } = moments;
  const pairs = pairsOf(features);
  const size = labels.length;
  for (let pixel = 0; pixel < size; pixel++) {
    const label = labels[pixel] as number;
    if (label >= classes) continue;
    counts[label] = (counts[label] as number) + 1;
    for (let i = 0; i < features; i++) {
      const at = label * features + i;
      sums[at] = (sums[at] as number) + (planes[i * size + pixel] as number);
    }
    for (const [k, [i, j]] of pairs.entries()) {
      const at = label * pairs.length + k;
      const product = (planes[i * size + pixel] as number) * (planes[j * size + pixel] as number);
      products[at] = (products[at] as number) + product;
    }
  }
}

/** (0,0), (0,1), ... (1,1), (1,2), ... */
export function pairsOf(features: number): readonly (readonly [number, number])[] {
  return Array.from({ length: features }, (_, i) =>
    Array.from({ length: features - i }, (_, step) => [i, i + step] as const),
  ).flat();
}
