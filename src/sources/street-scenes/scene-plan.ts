import { type Random, seededRandom } from '../../records/index.ts';

/** One frame to paint. */
export interface Scene {
  readonly sourceSplit: 'train' | 'val';
  /** Named as BDD100K names frames: `<clip>-<frame>`. */
  readonly id: string;
  /** The drive: frames of one drive share their street. */
  readonly clip: string;
  /** How far along the drive. */
  readonly position: number;
  readonly anomalies: readonly Anomaly[];
}

export interface Anomaly {
  readonly kind: 'train' | 'motorcycle' | 'bicycle';
  readonly size: 'tiny' | 'usual';
}

interface Drive {
  readonly sourceSplit: Scene['sourceSplit'];
  /** Anomalies of each frame. */
  readonly frames: readonly (readonly Anomaly[])[];
}

const none: readonly Anomaly[] = [];
const usual = (...kinds: readonly Anomaly['kind'][]) =>
  kinds.map((kind): Anomaly => ({ kind, size: 'usual' }));
const tiny = (kind: Anomaly['kind']): readonly Anomaly[] => [{ kind, size: 'tiny' }];
const repeat = <T>(count: number, item: T): readonly T[] =>
  Array.from({ length: count }, () => item);

/** 64 frames in train (18 with an anomaly), 20 in val (6 with one); three drives reach into test. */
const drives: readonly Drive[] = [
  ...repeat(30, { sourceSplit: 'train', frames: [none] } as const),
  ...repeat(4, { sourceSplit: 'train', frames: [usual('motorcycle')] } as const),
  ...repeat(4, { sourceSplit: 'train', frames: [usual('bicycle')] } as const),
  ...repeat(2, { sourceSplit: 'train', frames: [usual('train')] } as const),
  { sourceSplit: 'train', frames: [usual('motorcycle', 'bicycle')] },
  { sourceSplit: 'train', frames: [tiny('bicycle')] },
  {
    sourceSplit: 'train',
    frames: [none, none, none, usual('bicycle'), usual('bicycle'), none, none, none],
  },
  {
    sourceSplit: 'train',
    frames: [usual('motorcycle'), usual('motorcycle'), none, none, none, none],
  },
  { sourceSplit: 'train', frames: repeat(6, none) },
  { sourceSplit: 'train', frames: [usual('train'), usual('train', 'bicycle')] },
  ...repeat(10, { sourceSplit: 'val', frames: [none] } as const),
  { sourceSplit: 'val', frames: [usual('motorcycle')] },
  { sourceSplit: 'val', frames: [usual('bicycle')] },
  { sourceSplit: 'val', frames: [tiny('motorcycle')] },
  {
    sourceSplit: 'val',
    frames: [none, none, none, none, usual('bicycle'), usual('bicycle'), usual('bicycle')],
  },
];

/** What the embedded source holds, frame by frame; the seed gives names and looks, not counts. */
export function planScenes(seed: string): readonly Scene[] {
  const random = seededRandom(`${seed} plan`);
  return drives.flatMap(({ sourceSplit, frames }) => {
    const clip = hexadecimal(random, 8);
    const series = frames.length > 1 ? '0000' : hexadecimal(random, 4);
    return frames.map((anomalies, i): Scene => {
      const number =
        frames.length > 1 ? String(5 * (i + 1)).padStart(4, '0') : hexadecimal(random, 4);
      return { sourceSplit, id: `${clip}-${series}${number}`, clip, position: i, anomalies };
    });
  });
}

function hexadecimal(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('');
}
