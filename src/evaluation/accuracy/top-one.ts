/** What a model takes images for, and what is on them. */
export interface LabelledPredictions {
  /** Place of the highest output, image by image. */
  readonly predicted: readonly number[];
  /** Places that are right; an image without any is not counted. */
  readonly labels: readonly (readonly number[] | undefined)[];
}

export interface ShareOfImages {
  /** 0 to 1. */
  readonly value: number;
  readonly n: number;
}

/** Share of labelled images whose highest output is right; `undefined` without any. */
export function topOne({ predicted, labels }: LabelledPredictions): ShareOfImages | undefined {
  return shareRight(predicted, labels, 0);
}

/**
 * The offset by which predictions would have to be moved to be right more often than they are, of
 * those tried: the list of classes is then not in the order of the outputs. `undefined` where the
 * present order is the best.
 *
 * @param offsets such as 1 where the model may have an output for "background" before its classes
 */
export function likelyOffset(
  { predicted, labels }: LabelledPredictions,
  offsets: readonly number[] = [-2, -1, 1, 2],
): { readonly offset: number; readonly share: ShareOfImages } | undefined {
  const present = shareRight(predicted, labels, 0);
  if (present === undefined) return undefined;
  const tried = offsets.flatMap((offset) => {
    const share = shareRight(predicted, labels, offset);
    return share === undefined ? [] : [{ offset, share }];
  });
  const best = tried.reduce((a, b) => (b.share.value > a.share.value ? b : a), {
    offset: 0,
    share: present,
  });
  // A chance hit among few images is no sign of another order.
  const isTelling = best.share.value > 2 * present.value && best.share.value * best.share.n >= 5;
  return best.offset !== 0 && isTelling ? best : undefined;
}

function shareRight(
  predicted: readonly number[],
  labels: LabelledPredictions['labels'],
  offset: number,
): ShareOfImages | undefined {
  let right = 0;
  let n = 0;
  for (const [i, label] of labels.entries()) {
    if (label === undefined || label.length === 0) continue;
    n++;
    if (label.includes((predicted[i] as number) + offset)) right++;
  }
  return n === 0 ? undefined : { value: right / n, n };
}
