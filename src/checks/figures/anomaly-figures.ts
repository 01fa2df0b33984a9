import {
  type Figures,
  type Finding,
  type ImageRecord,
  parseAs,
  splitNames,
  voidName,
  z,
} from '../../records/index.ts';
import {
  anomalousPixels,
  type Check,
  type CheckContext,
  type CheckRun,
  incompleteSplits,
} from '../check.ts';

const schema = z.strictObject({ check: z.literal('figures') });

/**
 * The figures that describe the dataset: images a split, share of anomalous pixels with void in and
 * out of the denominator, images and pixels of each anomalous class and of each combination.
 *
 * It fails on a split without images and on an anomalous class that never occurs; where a missing
 * part of the source may be the reason, that stays unjudged.
 */
export const figures: Check = {
  name: 'figures',
  start(options, context, where) {
    parseAs(schema, options, where);
    return startFigures(context);
  },
};

function startFigures(context: CheckContext): CheckRun {
  const { splits } = context;
  const images = new Map(splitNames(splits).map((split) => [split, 0]));
  const classImages = new Map(splits.anomalousClasses.map((name) => [name, 0]));
  const classPixels = new Map(splits.anomalousClasses.map((name) => [name, 0]));
  const combinations = new Map<string, number>();
  const areas: AnomalousArea[] = [];

  function addRecord(record: ImageRecord): void {
    add(images, record.split, 1);
    if (record.split !== splits.anomalous) return;
    const present = splits.anomalousClasses.filter((name) => (record.truth.pixels[name] ?? 0) > 0);
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

function areaOf(record: ImageRecord, { splits }: CheckContext): AnomalousArea {
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

function emptyOnes(
  code: string,
  counts: ReadonlyMap<string, number>,
  excused: ReadonlySet<string>,
): readonly Finding[] {
  return [...counts]
    .filter(([, count]) => count === 0)
    .map(([subject]) => ({
      code,
      level: excused.has(subject) ? 'unjudged' : 'fault',
      subject,
      values: {},
    }));
}

/** While the test split is incomplete, any anomalous class may be among what is missing. */
function absentClasses(context: CheckContext): ReadonlySet<string> {
  const { anomalous, anomalousClasses } = context.splits;
  return new Set(incompleteSplits(context).has(anomalous) ? anomalousClasses : []);
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}
