import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FeatureRows,
  type Fitted,
  type FittedDetector,
  type KlTemplates,
  type MatrixProduct,
  parseTemplates,
  TemplateSums,
  templateBytes,
} from '../../detectors/index.ts';
import { DamagedFile } from '../../errors.ts';
import { hashBytes, writeFileWhole } from '../../io/index.ts';
import type { Sha256 } from '../../records/index.ts';
import type { StoredScores } from '../scores/score-subjects.ts';
import { readArray } from '../scores/shard-files.ts';
import type { Subject } from '../subjects/subject.ts';
import { templatesOfSums } from './kl-sums.ts';

/** What in-distribution images look like to a model, kept to be learnt from. */
export interface FitScores {
  readonly stored: StoredScores;
  readonly subjects: readonly Subject[];
  readonly classes: number;
}

/** A detector that has learnt, and the digest of what it learnt. */
export interface StoredFit<T> {
  readonly fitted: T;
  readonly sha256: Sha256;
}

/**
 * Templates of KL matching: out of logits, or out of the sums that the graph has made of pixels. They
 * are kept beside the scores they were made of, and read back from there.
 */
export async function fitTemplates({
  stored,
  classes,
}: FitScores): Promise<StoredFit<KlTemplates>> {
  const make = (): KlTemplates => {
    const isPixels = stored.shards[0]?.arrays.some(({ name }) => name === 'kl-sums') === true;
    if (isPixels) {
      const sums = stored.shards.flatMap((shard) => readArray(stored.folder, shard, 'kl-sums'));
      return templatesOfSums(sums, classes);
    }
    const sums = new TemplateSums(classes);
    for (const shard of stored.shards) {
      for (const data of readArray(stored.folder, shard, 'logits')) {
        sums.add({ data, dims: [1, classes] });
      }
    }
    return sums.templates();
  };
  return keep(join(stored.folder, 'kl-matching.fit'), parseTemplates, async () =>
    templateBytes(make()),
  );
}

/** Fits a detector on features, or reads what an earlier run of the same has fitted. */
export function fitOnFeatures(
  detector: FittedDetector,
  { stored, subjects }: FitScores,
  { seed, product }: { readonly seed: number; readonly product: MatrixProduct },
): Promise<StoredFit<Fitted>> {
  const path = join(stored.folder, `${detector.name}-${seed}.fit`);
  return keep(
    path,
    (bytes, where) => detector.read(bytes, where),
    async () => {
      const labels = labelsOf(subjects);
      const fitted = await detector.fit(featureRows(stored), {
        seed: String(seed),
        product,
        ...(labels === undefined ? {} : { labels }),
      });
      return fitted.toBytes();
    },
  );
}

async function keep<T>(
  path: string,
  read: (bytes: Uint8Array, where: string) => T,
  make: () => Promise<Uint8Array>,
): Promise<StoredFit<T>> {
  if (!existsSync(path)) await writeFileWhole(path, await make());
  const bytes = await readFile(path);
  return { fitted: read(bytes, path), sha256: hashBytes(bytes) };
}

/** All features of a job, a row an image. */
export function featureRows({ folder, shards }: StoredScores): FeatureRows {
  return joinRows(shards.flatMap((shard) => readArray(folder, shard, 'features')));
}

/** @throws {DamagedFile} when images have different numbers of features */
export function joinRows(parts: readonly Float32Array[]): FeatureRows {
  const columns = parts[0]?.length ?? 0;
  const values = new Float32Array(parts.length * columns);
  for (const [i, part] of parts.entries()) {
    if (part.length !== columns) {
      throw new DamagedFile(`Image ${i} has ${part.length} features where others have ${columns}`);
    }
    values.set(part, i * columns);
  }
  return { values, rows: parts.length, columns };
}

/** The class of each image, where it is known of all. */
function labelsOf(subjects: readonly Subject[]): Int32Array | undefined {
  const labels = subjects.flatMap(({ labels: places }) => places?.[0] ?? []);
  return labels.length === subjects.length ? Int32Array.from(labels) : undefined;
}
