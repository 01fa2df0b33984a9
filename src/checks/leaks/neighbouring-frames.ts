import type { Finding } from '../../records/index.ts';

/** One image, as far as leaks are concerned. */
export interface Frame {
  readonly id: string;
  readonly clip: string;
  readonly split: string;
  /** Frames of one series are numbered along the drive; `undefined` where the name has no number. */
  readonly place: { readonly series: string; readonly number: number } | undefined;
}

/**
 * Reads the number out of a frame name. Some drives of BDD100K were sampled often, and their frames
 * are named `<clip>-<4 hexadecimal digits of the series><4 decimal digits>`; the others end in a hash
 * that may look like a number, which is why only equal series are compared.
 */
export function frameOf(id: string, clip: string, split: string): Frame {
  const match = /^.{8}-(.{4})(\d{4})$/.exec(id);
  const place =
    match === null ? undefined : { series: `${clip}-${match[1]}`, number: Number(match[2]) };
  return { id, clip, split, place };
}

/** Frames of one series in different splits, at most `within` apart: one fault a pair. */
export function neighbouringFrames(frames: readonly Frame[], within: number): readonly Finding[] {
  const findings: Finding[] = [];
  for (const series of Map.groupBy(frames, (frame) => frame.place?.series).values()) {
    const inOrder = series
      .filter((frame) => frame.place !== undefined)
      .sort(
        (a, b) =>
          numberOf(a) - numberOf(b) || (`${a.id} ${a.split}` < `${b.id} ${b.split}` ? -1 : 1),
      );
    for (const [i, frame] of inOrder.entries()) {
      for (let k = i + 1; k < inOrder.length; k++) {
        const other = inOrder[k] as Frame;
        const apart = numberOf(other) - numberOf(frame);
        if (apart > within) break;
        if (other.split === frame.split) continue;
        const values = { apart, splits: `${frame.split}, ${other.split}` };
        findings.push({
          code: 'frames-neighbouring',
          level: 'fault',
          subject: `${frame.id} ${other.id}`,
          values,
        });
      }
    }
  }
  return findings;
}

function numberOf(frame: Frame): number {
  return frame.place?.number ?? 0;
}
