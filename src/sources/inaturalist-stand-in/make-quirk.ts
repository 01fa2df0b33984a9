import type { Random } from '../../records/index.ts';
import type { WorldPhoto } from './world.ts';

/** What a photo becomes by a quirk: its size and kind may follow from another photo. */
type Quirked = Pick<WorldPhoto, 'quirk'> &
  Partial<Pick<WorldPhoto, 'width' | 'height' | 'extension'>>;

/** One photo in eight is odd; none where its licence keeps it from being fetched. */
export function makeQuirk(
  random: Random,
  { licence, extension }: WorldPhoto,
  earlier: WorldPhoto | undefined,
): Quirked {
  const draw = random.integer(0, 55);
  if (licence === undefined || draw > 6) return {};
  if (draw === 5 || draw === 6) {
    if (earlier === undefined) return {};
    const { id, width, height } = earlier;
    const quirk = { kind: draw === 5 ? 'copy' : 'near-copy', of: id } as const;
    return { quirk, width, height, extension: earlier.extension };
  }
  if (extension === 'gif') return { quirk: { kind: 'animated' } };
  if (extension === 'png') return { quirk: { kind: 'truncated' } };
  const kind = (['turned', 'turned', 'png', 'truncated', 'web-page'] as const)[draw] ?? 'turned';
  return { quirk: { kind } };
}
