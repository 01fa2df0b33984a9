import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSubjects } from '../../src/evaluation/index.ts';
import { fitPixelModel } from '../../src/evaluation/pixel-model/fit-pixel-model.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { openRelease } from '../../src/release/index.ts';
import { tinyManifest } from './tiny-evaluation.ts';
import {
  type TinyFrame,
  tinyHeight,
  tinyOptions,
  tinyWidth,
  writeTinyRecipe,
  writeTinySource,
} from './tiny-source.ts';

/** Frames to learn from, and so many with an anomaly. */
function framesOf(anomalous: number): readonly TinyFrame[] {
  const id = (i: number, drive: number) => `${String(i).padStart(8, '0')}-${drive}111aaaa`;
  const usual = Array.from({ length: 4 }, (_, i) => ({ split: 'train' as const, id: id(i, 1) }));
  const strange = Array.from({ length: anomalous }, (_, i) => ({
    ...{ split: 'val' as const, id: id(i, 2) },
    anomaly: [16 + (i % 3), 5 + i] as const,
  }));
  return [...usual, { split: 'val' as const, id: id(99, 3) }, ...strange];
}

export interface StreetRelease {
  readonly release: string;
  readonly manifest: string;
  readonly model: string;
}

/** A release of tiny street scenes with their photos, and a model fitted on what is usual in it. */
export async function writeStreetRelease(
  folder: string,
  anomalous: number,
): Promise<StreetRelease> {
  const source = join(folder, 'source');
  await writeTinySource(source, { frames: framesOf(anomalous) });
  const recipe = writeTinyRecipe(folder);
  await rebuild(await makePlan(recipe, tinyOptions(source, folder, { placement: 'copy' })));
  const release = join(folder, 'tiny-1.0.0');
  const opened = await openRelease(release);
  const { list } = await readSubjects(opened, {
    splits: ['train'],
    isAnomaly: false,
    by: 'release',
  });
  opened.close();
  const size = { width: tinyWidth, height: tinyHeight };
  const [manifest, model] = [join(folder, 'model.json'), join(folder, 'model.onnx')];
  writeFileSync(model, await fitPixelModel(list, { classes: 16, size }));
  const described = tinyManifest({ task: 'segmentation', channels: 16 });
  writeFileSync(manifest, JSON.stringify(described));
  return { release, manifest, model };
}
