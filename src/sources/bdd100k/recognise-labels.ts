import { type ClassSet, shift, shiftedVoid, voidValueOf } from '../../records/index.ts';

/** What the values of a one-channel mask can be. */
export type LabelKind =
  | 'train-ids'
  | 'shifted'
  | 'train-ids-or-shifted'
  | 'shifted-twice'
  | 'label-ids'
  | 'unknown-ids';

/** The largest id of BDD100K's full label list; Cityscapes ends at 33, CARLA at 28. */
const largestLabelId = 40;

/**
 * Recognises how a mask is written, by the values that occur in it.
 *
 * Train ids are 0..18 and 255; shifted ids 1..20; ids shifted twice 3..22. What fits several is told
 * apart by road (0, 2, 4) and void (255, 1, 3): each of BDD100K's 8,000 masks holds one of the two.
 *
 * @param counts pixels by value, 256 of them
 */
export function recogniseLabels(counts: Uint32Array, classSet: ClassSet): LabelKind {
  const values = valuesIn(counts);
  const classes = classSet.members.length;
  const isShifted = values.every((value) => value >= shiftedVoid && value < classes + shift);
  if (fitsTrainIds(values, classSet)) return isShifted ? 'train-ids-or-shifted' : 'train-ids';
  const isShiftedTwice = values.every((value) => value > shift && value < classes + 2 * shift);
  if (isShiftedTwice) return 'shifted-twice';
  if (isShifted) return 'shifted';
  const isLabelId = (value: number) => value <= largestLabelId || value === voidValueOf(classSet);
  return values.every(isLabelId) ? 'label-ids' : 'unknown-ids';
}

/** Could these values all be train ids? */
export function fitsTrainIds(values: readonly number[], classSet: ClassSet): boolean {
  return values.every(
    (value) => value < classSet.members.length || value === voidValueOf(classSet),
  );
}

/** The values that occur, ascending. */
export function valuesIn(counts: Uint32Array): readonly number[] {
  return [...counts.keys()].filter((value) => counts[value] !== 0);
}

/** "0..15, 255": values as ranges. */
export function valueRanges(values: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else ranges.push([value, value]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}..${to}`)).join(', ');
}
