import { labelOf, measureSample, splitSample } from '../../metrics/index.ts';
import type { Protocol } from '../../records/index.ts';

/** Logits of images, and the classes that are on them. */
export interface LabelledLogits {
  /** A row of logits an image. */
  readonly logits: readonly Float32Array[];
  /** Places of the classes that are on each image; `undefined` where it is not known. */
  readonly labels: readonly (readonly number[] | undefined)[];
  /** Places that are left out of the judgement of an image. */
  readonly unsure: readonly (readonly number[] | undefined)[];
}

/** Average precision by steps, without interpolation; images of a class are the positives. */
const contract: Protocol = {
  name: 'mean-average-precision',
  source: 'Average precision of each class over images, averaged over classes',
  positive: 'anomaly',
  fpr95: 'at-least',
  aupr: 'average-precision',
  aggregation: 'pooled',
  void: 'ignored',
};

/**
 * Mean over classes of the average precision with which the logit of a class finds the images that
 * show it. Classes that no image shows, or every image, are not in the mean.
 *
 * @returns 0 to 1 and the number of labelled images, or `undefined` where no class can be judged
 */
export function meanAveragePrecision({
  logits,
  labels,
  unsure,
}: LabelledLogits): { readonly value: number; readonly n: number } | undefined {
  const known = [...logits.keys()].filter((i) => labels[i] !== undefined);
  const classes = logits[0]?.length ?? 0;
  const precisions: number[] = [];
  for (let c = 0; c < classes; c++) {
    const scores = Float32Array.from(known, (i) => logits[i]?.[c] as number);
    const kinds = Uint8Array.from(known, (i) => {
      if (labels[i]?.includes(c) === true) return labelOf.anomaly;
      return unsure[i]?.includes(c) === true ? labelOf.void : labelOf.inDistribution;
    });
    const split = splitSample({ scores, labels: kinds }, contract.void, `logits of class ${c}`);
    const { values } = measureSample(split, contract);
    if (values !== undefined) precisions.push(values.aupr);
  }
  if (precisions.length === 0) return undefined;
  const value = precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length;
  return { value, n: known.length };
}
