import {
  type AnomalyRule,
  asMaskRecord,
  type Figures,
  type ImageRecord,
  type MaskRecord,
  splitNames,
  voidName,
} from '../../records/index.ts';
import { anomalousPixels, incompleteSplits } from '../anomalies.ts';
import { add, type CheckContext, type CheckRun, emptyOnes } from '../check.ts';

/**
 * Images a split, share of anomalous pixels with void in and out of the denominator, images and
 * pixels of each anomalous class and of each combination. Areas are those of images with anomalies.
 *
 * It fails on a split without images and on an anomalous class that never occurs; where a missing
 * part of the source may be the reason, that stays unjudged.
 */
export function startAnomalyFigures(context: CheckContext<AnomalyRule>): CheckRun {
  const { splits } = context;
  const images = new Map(splitNames(splits).map((split) => [split, 0]));
  const classImages = new Map(splits.anomalousClasses.map((name) => [name, 0]));
  const classPixels = new Map(splits.anomalousClasses.map((name) => [name, 0]));
  const combinations = new Map<string, number>();
  const areas: AnomalousArea[] = [];

  function addRecord(any: ImageRecord): void {
    const record = asMaskRecord(any);
    add(images, record.split, 1);
    if (record.split !== splits.anomalous) return;
    const present = splits.anomalousClasses.filter((name) => (record.truth.pixels[name] ?? 0) > 0);
    if (present.length === 0) return;
    for (const name of present) {
      add(classImages, name, 1);
      add(classPixels, name, record.truth.pixels[name] as number);
    }
    add(combinations, present.join(' + '), 1);
    areas.push(areaOf(record, context));
  }

  return {
    addRecord,
    addSkipped() {},
    finish: () => ({
      figures: {
        images: Object.fromEntries(images),
        anomalousAreaPercent: describeAreas(areas),
        imagesPerAnomalousClass: Object.fromEntries(classImages),
        pixelsPerAnomalousClass: Object.fromEntries(classPixels),
        imagesPerCombination: Object.fromEntries(
          [...combinations].sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      },
      findings: [
        ...emptyOnes('split-empty', images, incompleteSplits(context)),
        ...emptyOnes('class-never-anomalous', classImages, absentClasses(context)),
      ],
    }),
  };
}

/** Shares of one image, 0..1, and its anomalous pixels. */
interface AnomalousArea {
  readonly pixels: number;
  readonly ofImage: number;
  readonly ofLabelled: number;
}

function areaOf(record: MaskRecord, { splits }: CheckContext<AnomalyRule>): AnomalousArea {
  const { width, height, pixels } = record.truth;
  const anomalous = anomalousPixels(record, splits);
  const all = width * height;
  const labelled = all - (pixels[voidName] ?? 0);
  return {
    pixels: anomalous,
    ofImage: anomalous / all,
    ofLabelled: labelled === 0 ? 0 : anomalous / labelled,
  };
}

/** Means and order statistics; `null` where there is no image. Sorted sums leave no trace of order. */
function describeAreas(areas: readonly AnomalousArea[]): Figures {
  const pixels = areas.map((area) => area.pixels).sort((a, b) => a - b);
  return {
    meanVoidIncluded: meanPercent(areas.map((area) => area.ofImage)),
    meanVoidExcluded: meanPercent(areas.map((area) => area.ofLabelled)),
    smallestPixels: pixels[0] ?? null,
    medianPixels: median(pixels),
    largestPixels: pixels.at(-1) ?? null,
  };
}

function meanPercent(shares: readonly number[]): number | null {
  if (shares.length === 0) return null;
  const sum = [...shares].sort((a, b) => a - b).reduce((a, b) => a + b, 0);
  return (100 * sum) / shares.length;
}

function median(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const upper = Math.floor(sorted.length / 2);
  const lower = sorted.length % 2 === 0 ? upper - 1 : upper;
  return ((sorted[lower] as number) + (sorted[upper] as number)) / 2;
}

/** While the test split is incomplete, any anomalous class may be among what is missing. */
function absentClasses(context: CheckContext<AnomalyRule>): ReadonlySet<string> {
  const { anomalous, anomalousClasses } = context.splits;
  return new Set(incompleteSplits(context).has(anomalous) ? anomalousClasses : []);
}
