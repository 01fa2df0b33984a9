import type { Skipped } from '../../records/index.ts';
import type { ColourKind } from './recognise-colours.ts';
import { type LabelKind, valueRanges } from './recognise-labels.ts';

type Refusal = Pick<Skipped, 'reason' | 'detail'>;

const colourDetails: Record<ColourKind, string> = {
  'grey-as-colour':
    'Several channels where one is needed, all grey: save the ids as an 8-bit grey or palette PNG',
  'bdd100k-bitmask':
    "Looks like BDD100K's panoptic bitmask (category in red, instance in blue and alpha): use labels/sem_seg/masks",
  'carla-semantic':
    "Looks like CARLA's raw semantic camera (tag in the red channel): these are CARLA's tags, not BDD100K's train ids",
  'carla-instance':
    "Looks like CARLA's instance camera (tag in red, instance in green and blue): not BDD100K's train ids",
  'colour-map':
    'Looks like a colour map (class colours, which are not unique): use the masks of ids beside it, *_train_id.png or labels/sem_seg/masks',
  photo: 'Looks like a photo or an unknown colouring, not a label mask',
};

/** Why a colour image is no mask, and what to do. */
export function refuseColours(kind: ColourKind): Refusal {
  return { reason: `encoding-${kind}`, detail: colourDetails[kind] };
}

const labelDetails: Record<LabelKind, string> = {
  'train-ids': 'are train ids',
  shifted:
    "look like train ids shifted by 2 (void 255 as 1), as the paper's training code writes them: say --encoding shifted to convert",
  'train-ids-or-shifted':
    'fit train ids and ids shifted by 2 alike, with neither road (0) nor void (255) to tell: say --encoding train-ids or --encoding shifted',
  'shifted-twice': 'look like train ids shifted by 2 twice: go back to the original masks',
  'label-ids':
    'look like full label ids (BDD100K 0..40, Cityscapes 0..33, CARLA tags 0..28), not train ids: use *_train_id.png or labels/sem_seg/masks',
  'unknown-ids': 'are outside of train ids (0..18, 255) and of every encoding known here',
};

/** Why a mask of ids is not taken as train ids, and what to do. */
export function refuseLabels(kind: LabelKind, values: readonly number[]): Refusal {
  return {
    reason: `encoding-${kind}`,
    detail: `Values ${valueRanges(values)} ${labelDetails[kind]}`,
  };
}

/** Why a mask is not taken under `--encoding shifted`. */
export function refuseUnshifted(kind: LabelKind, values: readonly number[]): Refusal {
  if (kind === 'shifted-twice') return refuseLabels(kind, values);
  const what =
    kind === 'train-ids'
      ? 'are train ids already, so shifting them back would spoil them: leave --encoding out'
      : 'do not look like shifted train ids, which are 1..20 with road (2) or void (1) among them';
  return { reason: `encoding-${kind}`, detail: `Values ${valueRanges(values)} ${what}` };
}
