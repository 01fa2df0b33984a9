import { join } from 'node:path';
import {
  runsOf,
  withStorageErrors,
  writeFileDurably,
  writeJpeg,
  writeMask,
} from '../../io/index.ts';
import { paintScene, sceneHeight, sceneWidth } from './paint-scene.ts';
import { photograph } from './photograph.ts';
import { planScenes, type Scene } from './scene-plan.ts';

export interface WriteScenesOptions {
  /** The same seed gives the same bytes. */
  readonly seed: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes a small source in BDD100K's layout of 2018: painted street scenes, some with motorcycles,
 * trains and bicycles, some from one drive. As real sources do, it holds two faults: a photo
 * without a mask, and a mask that breaks off.
 */
export async function writeStreetScenes(
  folder: string,
  options: WriteScenesOptions,
): Promise<void> {
  const scenes = planScenes(options.seed);
  for (const [i, scene] of scenes.entries()) {
    options.signal?.throwIfAborted();
    await writeScene(folder, scene, options.seed);
    options.onProgress?.(i + 1, scenes.length);
  }
  await writeFaults(folder, scenes[0] as Scene, options.seed);
}

interface SceneFiles {
  readonly photo: Uint8Array;
  readonly mask: Uint8Array;
}

async function paintFiles(scene: Scene, seed: string): Promise<SceneFiles> {
  const canvas = paintScene(scene, seed);
  const photo = await writeJpeg(
    photograph(canvas, `${seed} ${scene.clip}`),
    sceneWidth,
    sceneHeight,
  );
  return { photo, mask: writeMask(runsOf(canvas.labels, sceneWidth, sceneHeight)) };
}

async function writeScene(folder: string, scene: Scene, seed: string): Promise<void> {
  const { photo, mask } = await paintFiles(scene, seed);
  await writeFiles(folder, scene, { photo, mask });
}

async function writeFaults(folder: string, scene: Scene, seed: string): Promise<void> {
  const { photo, mask } = await paintFiles(scene, seed);
  await writeFiles(folder, { ...scene, id: 'fa017000-0000001a' }, { photo });
  await writeFiles(
    folder,
    { ...scene, id: 'fa017000-0000002a' },
    { photo, mask: mask.subarray(0, mask.length / 2) },
  );
}

async function writeFiles(
  folder: string,
  { sourceSplit, id }: Scene,
  { photo, mask }: Partial<SceneFiles>,
): Promise<void> {
  const write = async (path: string, bytes: Uint8Array | undefined) => {
    if (bytes !== undefined)
      await withStorageErrors(folder, () => writeFileDurably(join(folder, path), bytes));
  };
  await write(`seg/images/${sourceSplit}/${id}.jpg`, photo);
  await write(`seg/labels/${sourceSplit}/${id}_train_id.png`, mask);
}
