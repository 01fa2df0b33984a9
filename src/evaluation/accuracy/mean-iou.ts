/**
 * Mean over classes of intersection over union: pixels that are of a class and are taken for it, over
 * pixels that are one or the other. Classes that stand in no mask are not in the mean.
 *
 * @param confusion pixels by class of the truth (row) and of the model (column), `classes` of each
 * @returns 0 to 1, or `undefined` where no pixel was counted
 */
export function meanIou(confusion: readonly number[], classes: number): number | undefined {
  const shares: number[] = [];
  for (let c = 0; c < classes; c++) {
    let inTruth = 0;
    let predicted = 0;
    for (let k = 0; k < classes; k++) {
      inTruth += confusion[c * classes + k] as number;
      predicted += confusion[k * classes + c] as number;
    }
    const both = confusion[c * classes + c] as number;
    if (inTruth > 0) shares.push(both / (inTruth + predicted - both));
  }
  if (shares.length === 0) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Share of counted pixels that the model takes for what they are; `undefined` without any. */
export function pixelAccuracy(confusion: readonly number[], classes: number): number | undefined {
  let right = 0;
  let all = 0;
  for (let i = 0; i < classes * classes; i++) {
    all += confusion[i] as number;
    if (i % (classes + 1) === 0) right += confusion[i] as number;
  }
  return all === 0 ? undefined : right / all;
}

/** Adds up the tables of several shards. */
export function sumConfusions(
  tables: readonly (readonly number[])[],
): readonly number[] | undefined {
  const [first, ...others] = tables;
  if (first === undefined) return undefined;
  return others.reduce((sum, table) => sum.map((count, i) => count + (table[i] as number)), first);
}
