import { countValues, type LabelRuns, mapValues, readMask } from '../../io/index.ts';
import {
  type ClassSet,
  type Encoding,
  type Skipped,
  shift,
  unshiftTable,
  voidValueOf,
} from '../../records/index.ts';
import type { EncodingChoice } from '../source.ts';
import { recogniseColours } from './recognise-colours.ts';
import { fitsTrainIds, recogniseLabels, valuesIn } from './recognise-labels.ts';
import { refuseColours, refuseLabels, refuseUnshifted } from './refusal.ts';

export type TrainIdMask =
  | {
      readonly kind: 'labels';
      readonly form: 'grey' | 'palette';
      /** How the file was written; `labels` are train ids in any case. */
      readonly encoding: Encoding;
      readonly labels: LabelRuns;
      /** Pixels by train id, 256 counts. */
      readonly counts: Uint32Array;
    }
  | ({ readonly kind: 'refused' } & Pick<Skipped, 'reason' | 'detail'>);

/**
 * Reads a mask file as train ids, or says what else it is.
 *
 * @param choice `auto` takes only what is train ids beyond doubt; a named encoding is believed
 *   as long as the values allow it
 * @throws {InvalidImage} for what is not a sound PNG
 */
export function readTrainIds(
  file: Uint8Array,
  classSet: ClassSet,
  choice: EncodingChoice,
): TrainIdMask {
  const image = readMask(file);
  if (image.kind === 'colours')
    return { kind: 'refused', ...refuseColours(recogniseColours(image)) };
  const { form, labels } = image;
  const counts = countValues(labels);
  const values = valuesIn(counts);
  const kind = recogniseLabels(counts, classSet);
  if (choice === 'shifted') {
    // Ids shifted twice reach neither road (2) nor void (1).
    const isShifted =
      kind === 'shifted' || (kind === 'train-ids-or-shifted' && (values[0] as number) <= shift);
    if (!isShifted) return { kind: 'refused', ...refuseUnshifted(kind, values) };
    const converted = mapValues(labels, unshiftTable(voidValueOf(classSet)));
    return {
      kind: 'labels',
      form,
      encoding: 'shifted',
      labels: converted,
      counts: countValues(converted),
    };
  }
  const isTaken =
    kind === 'train-ids' || (choice === 'train-ids' && fitsTrainIds(values, classSet));
  if (!isTaken) return { kind: 'refused', ...refuseLabels(kind, values) };
  return { kind: 'labels', form, encoding: 'train-ids', labels, counts };
}
