import { join } from 'node:path';
import type { Fitted, FittedDetector, MatrixProduct } from '../../detectors/index.ts';
import { writeFileWhole } from '../../io/index.ts';
import type { StoredScores } from '../scores/score-subjects.ts';
import { readArray } from '../scores/shard-files.ts';
import { type FitScores, fitOnFeatures, joinRows, type StoredFit } from './fit-detectors.ts';

/** Scores of images by a detector that has learnt, in the order of the images. */
export interface FeatureScores {
  readonly detector: string;
  readonly scores: Float32Array;
  readonly fit: StoredFit<Fitted>;
}

export interface FeatureScoring {
  readonly detectors: readonly FittedDetector[];
  readonly fit: FitScores;
  readonly seed: number;
  readonly product: MatrixProduct;
}

/** Fits detectors and scores the features that a job has kept, shard by shard. */
export async function fitAndScore(
  stored: StoredScores,
  { detectors, fit, seed, product }: FeatureScoring,
): Promise<readonly FeatureScores[]> {
  const results: FeatureScores[] = [];
  for (const detector of detectors) {
    const fitted = await fitOnFeatures(detector, fit, { seed, product });
    const parts: Float32Array[] = [];
    for (const shard of stored.shards) {
      const rows = joinRows(readArray(stored.folder, shard, 'features'));
      parts.push(await fitted.fitted.score(rows, product));
    }
    const scores = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      scores.set(part, at);
      at += part.length;
    }
    await writeFileWhole(
      join(stored.folder, `${detector.name}.f32`),
      new Uint8Array(scores.buffer),
    );
    results.push({ detector: detector.name, scores, fit: fitted });
  }
  return results;
}
