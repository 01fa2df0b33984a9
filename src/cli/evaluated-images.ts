import { InvalidInput } from '../errors.ts';
import {
  type ClassPlaces,
  readSubjects,
  type SubjectOptions,
  type Subjects,
} from '../evaluation/index.ts';
import { openRelease, type Release } from '../release/index.ts';
import { sourceRootOf } from './source-root.ts';

/** Which images are wanted, as the command line says it. */
export interface WantedImages {
  /** Do detectors learn from the splits without anomalies, where no others are named? */
  readonly isLearnt: boolean;
  readonly split?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly fit?: string | undefined;
  readonly by: SubjectOptions['by'];
  readonly from?: string | undefined;
  readonly classes?: ClassPlaces | undefined;
}

export interface EvaluatedImagesOf {
  readonly anomalous: Subjects;
  readonly inDistribution?: Subjects | undefined;
  readonly fitOn?: Subjects | undefined;
}

/**
 * Reads the images of an evaluation from the releases they are in. Of a release of masks the
 * anomalous split is taken, and detectors learn from the splits without anomalies, where nothing
 * else is said.
 */
export async function openImages(folder: string, wanted: WantedImages): Promise<EvaluatedImagesOf> {
  const release = await openRelease(folder);
  try {
    const { splits: rule } = release.info.recipe.content;
    const usual = rule.kind === 'by-anomaly' ? [rule.anomalous] : undefined;
    const learnt = rule.kind === 'by-anomaly' ? Object.values(rule.normal)[0] : undefined;
    const read = async (of: Release, splits: readonly string[] | undefined, isAnomaly: boolean) =>
      readSubjects(of, {
        ...{ splits, isAnomaly, by: wanted.by, classes: wanted.classes },
        sourceFolder: await sourceRootOf(of, wanted.from),
      });
    const named = async (text: string) => {
      const place = placeOf(text, release);
      if (place.folder === undefined) return read(release, place.splits, false);
      const other = await openRelease(place.folder);
      try {
        return await read(other, place.splits, false);
      } finally {
        other.close();
      }
    };
    const fit = wanted.fit ?? (wanted.isLearnt ? learnt : undefined);
    return {
      anomalous: await read(release, wanted.split ?? usual, true),
      ...(wanted.id === undefined ? {} : { inDistribution: await named(wanted.id) }),
      ...(fit === undefined ? {} : { fitOn: await named(fit) }),
    };
  } finally {
    release.close();
  }
}

/** A split of the release, `RELEASE:split`, or a release. */
function placeOf(
  text: string,
  { info }: Release,
): { readonly folder?: string; readonly splits?: readonly string[] } {
  if (text === '') throw new InvalidInput('No images are named: --id or --fit');
  if (Object.hasOwn(info.counts.recordsPerSplit, text)) return { splits: [text] };
  const colon = text.lastIndexOf(':');
  if (colon <= 1) return { folder: text };
  return { folder: text.slice(0, colon), splits: text.slice(colon + 1).split(',') };
}
