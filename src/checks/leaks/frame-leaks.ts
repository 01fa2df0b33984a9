import { type Finding, type MaskRecord, parseAs, splitNames, z } from '../../records/index.ts';
import type { CheckContext, CheckRun, MaskCheck } from '../check.ts';
import { dominantClips, sharedClips, sharedImages } from './clips.ts';
import { identicalLabels } from './identical-labels.ts';
import { type Frame, frameOf, neighbouringFrames } from './neighbouring-frames.ts';

interface FrameLeaksOptions {
  readonly check: 'leaks';
  /** Two frames of one drive are neighbours when their numbers differ by at most this. */
  readonly neighbourFrames: number;
  /** A clip with at least this share of a split is named. */
  readonly dominantShare: number;
}

const schema: z.ZodType<FrameLeaksOptions> = z.strictObject({
  check: z.literal('leaks'),
  neighbourFrames: z.int().min(1),
  dominantShare: z.number().gt(0).max(1),
});

/** Splits are independent: no drive, no neighbouring frame, no label map on two sides. */
export const frameLeaks: MaskCheck = {
  name: 'leaks',
  start: (options, context, where) => startFrameLeaks(parseAs(schema, options, where), context),
};

function startFrameLeaks(
  { neighbourFrames, dominantShare }: FrameLeaksOptions,
  { splits }: CheckContext,
): CheckRun<MaskRecord> {
  const frames: Frame[] = [];
  const labels = new Map<string, { readonly id: string; readonly split: string }[]>();

  function addRecord({ id, split, clip, truth }: MaskRecord): void {
    frames.push(frameOf(id, clip, split));
    const same = labels.get(truth.labelSha256);
    if (same === undefined) labels.set(truth.labelSha256, [{ id, split }]);
    else same.push({ id, split });
  }

  return {
    addRecord,
    addSkipped() {},
    finish() {
      const findings: readonly Finding[] = [
        ...sharedClips(frames),
        ...dominantClips(frames, dominantShare),
        ...neighbouringFrames(frames, neighbourFrames),
        ...identicalLabels(labels.values()),
      ];
      const count = (code: string) => findings.filter((finding) => finding.code === code).length;
      return {
        figures: {
          clips: new Set(frames.map((frame) => frame.clip)).size,
          clipsInSeveralSplits: count('clip-shared'),
          imagesSharingAClip: sharedImages(frames, splitNames(splits)),
          neighbouringPairs: count('frames-neighbouring'),
          identicalLabelMaps: count('labels-identical') + count('labels-identical-within-split'),
        },
        findings,
      };
    },
  };
}
