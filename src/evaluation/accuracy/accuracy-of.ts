import type { EvaluationResult } from '../evaluation-result.ts';
import type { OpenModel } from '../open-model.ts';
import type { StoredScores } from '../scores/score-subjects.ts';
import { readArray } from '../scores/shard-files.ts';
import type { Subject } from '../subjects/subject.ts';
import { meanAveragePrecision } from './mean-average-precision.ts';
import { meanIou, pixelAccuracy, sumConfusions } from './mean-iou.ts';
import { type LabelledPredictions, type ShareOfImages, topOne } from './top-one.ts';

/** How well a model does what it was trained for, on the images that tell. */
export interface Accuracy {
  readonly measures: EvaluationResult['accuracy'];
  readonly predictions?: LabelledPredictions | undefined;
  readonly topOne?: ShareOfImages | undefined;
}

export interface AccuracyInput {
  readonly model: OpenModel;
  readonly stored: StoredScores;
  readonly subjects: readonly Subject[];
}

export function accuracyOf(input: AccuracyInput): Accuracy {
  switch (input.model.manifest.task) {
    case 'segmentation':
      return ofPixels(input);
    case 'multilabel':
      return ofSeveralLabels(input);
    case 'multiclass':
      return ofOneLabel(input);
  }
}

function ofPixels({ model, stored }: AccuracyInput): Accuracy {
  const classes = model.manifest.classes.channels;
  const tables = stored.shards.flatMap(({ confusion }) => (confusion ? [confusion] : []));
  const confusion = sumConfusions(tables);
  if (confusion === undefined) return { measures: [] };
  const n = confusion.reduce((sum, count) => sum + count, 0);
  const iou = meanIou(confusion, classes);
  const right = pixelAccuracy(confusion, classes);
  if (iou === undefined || right === undefined) return { measures: [] };
  return {
    measures: [
      { measure: 'mean-iou', value: iou, n },
      { measure: 'pixel-accuracy', value: right, n },
    ],
  };
}

function ofOneLabel({ stored, subjects }: AccuracyInput): Accuracy {
  const predicted = stored.shards
    .flatMap((shard) => readArray(stored.folder, shard, 'prediction'))
    .map(([place]) => place as number);
  const predictions = { predicted, labels: subjects.map(labelsOf) };
  const share = topOne(predictions);
  if (share === undefined) return { measures: [] };
  return { measures: [{ measure: 'top-1', ...share }], predictions, topOne: share };
}

function ofSeveralLabels({ stored, subjects }: AccuracyInput): Accuracy {
  const logits = stored.shards.flatMap((shard) => readArray(stored.folder, shard, 'logits'));
  const mean = meanAveragePrecision({
    logits,
    labels: subjects.map(labelsOf),
    unsure: subjects.map(({ unsure }) => unsure),
  });
  return { measures: mean === undefined ? [] : [{ measure: 'mean-average-precision', ...mean }] };
}

/** Only images of what the model knows can show whether it knows it. */
function labelsOf({ isAnomaly, labels }: Subject): readonly number[] | undefined {
  return isAnomaly ? undefined : labels;
}
