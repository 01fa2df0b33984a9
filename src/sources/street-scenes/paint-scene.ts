import { type Random, seededRandom } from '../../records/index.ts';
import { type Canvas, ellipse, newCanvas, rectangle, trapezoid } from './canvas.ts';
import type { Anomaly, Scene } from './scene-plan.ts';

/** BDD100K's train ids, as far as scenes hold them. */
const ids = {
  road: 0,
  sidewalk: 1,
  building: 2,
  fence: 4,
  pole: 5,
  trafficLight: 6,
  trafficSign: 7,
  vegetation: 8,
  terrain: 9,
  sky: 10,
  person: 11,
  car: 13,
  train: 16,
  motorcycle: 17,
  bicycle: 18,
  void: 255,
} as const;

export const sceneWidth = 1280;
export const sceneHeight = 720;
const horizon = 330;

/** Paints the labels of one scene: a street in perspective, its surroundings, its traffic. */
export function paintScene(scene: Scene, seed: string): Canvas {
  const canvas = newCanvas(sceneWidth, sceneHeight);
  const street = seededRandom(`${seed} street ${scene.clip}`);
  const traffic = seededRandom(`${seed} traffic ${scene.id}`);
  paintBackground(canvas, street, scene.position);
  paintStreet(canvas, street);
  paintRoadside(canvas, street, scene.position);
  for (let i = traffic.integer(1, 4); i > 0; i--) paintCar(canvas, traffic);
  for (let i = traffic.integer(0, 3); i > 0; i--) paintPerson(canvas, traffic);
  for (const anomaly of scene.anomalies) paintAnomaly(canvas, traffic, anomaly);
  ellipse(canvas, sceneWidth / 2, sceneHeight + 30, 520, 80, ids.void); // the bonnet
  return canvas;
}

function paintBackground(canvas: Canvas, random: Random, position: number): void {
  rectangle(canvas, 0, 0, sceneWidth, horizon + 20, ids.sky);
  rectangle(canvas, 0, horizon, sceneWidth, sceneHeight, ids.terrain);
  for (let x = -60 - 8 * position; x < sceneWidth; ) {
    const width = random.integer(60, 190);
    const isBuilding = random.next() < 0.6;
    const top = horizon - random.integer(40, 260);
    if (isBuilding) rectangle(canvas, x, top, x + width, horizon + 12, ids.building);
    else ellipse(canvas, x + width / 2, horizon - 30, width / 2, 70, ids.vegetation);
    x += width + random.integer(0, 50);
  }
}

function paintStreet(canvas: Canvas, random: Random): void {
  const middle = sceneWidth / 2 + random.integer(-80, 80);
  trapezoid(
    canvas,
    [middle - 90, middle + 90, horizon],
    [-420, sceneWidth + 420, sceneHeight],
    ids.sidewalk,
  );
  trapezoid(
    canvas,
    [middle - 60, middle + 60, horizon],
    [-180, sceneWidth + 180, sceneHeight],
    ids.road,
  );
}

function paintRoadside(canvas: Canvas, random: Random, position: number): void {
  for (let i = random.integer(2, 5); i > 0; i--) {
    const depth = random.between(0.05, 0.5) + 0.02 * position;
    const side = random.pick([-1, 1]);
    const x = sceneWidth / 2 + side * (110 + 560 * depth);
    const foot = horizon + 260 * depth;
    const tall = 90 + 260 * depth;
    rectangle(canvas, x - 2 - 5 * depth, foot - tall, x + 2 + 5 * depth, foot, ids.pole);
    const head = random.pick([ids.trafficSign, ids.trafficLight, ids.pole]);
    rectangle(
      canvas,
      x - 22 * depth - 6,
      foot - tall,
      x + 22 * depth + 6,
      foot - tall + 30 * depth + 12,
      head,
    );
  }
  if (random.next() < 0.4)
    rectangle(canvas, 0, horizon + 14, random.integer(80, 300), horizon + 44, ids.fence);
}

/** Where something stands on the road: farther is smaller and nearer to the horizon. */
function standing(random: Random, nearest: number) {
  const depth = random.between(0.12, nearest);
  const x = sceneWidth / 2 + random.between(-1, 1) * (60 + 520 * depth);
  return { x, foot: horizon + 300 * depth, scale: 0.15 + depth };
}

function paintCar(canvas: Canvas, random: Random): void {
  const { x, foot, scale } = standing(random, 0.8);
  rectangle(canvas, x - 90 * scale, foot - 60 * scale, x + 90 * scale, foot - 8 * scale, ids.car);
  rectangle(canvas, x - 60 * scale, foot - 105 * scale, x + 60 * scale, foot - 55 * scale, ids.car);
  ellipse(canvas, x - 55 * scale, foot - 8 * scale, 18 * scale, 14 * scale, ids.car);
  ellipse(canvas, x + 55 * scale, foot - 8 * scale, 18 * scale, 14 * scale, ids.car);
}

function paintPerson(canvas: Canvas, random: Random): void {
  const { x, foot, scale } = standing(random, 0.6);
  rectangle(canvas, x - 12 * scale, foot - 95 * scale, x + 12 * scale, foot, ids.person);
  ellipse(canvas, x, foot - 108 * scale, 12 * scale, 16 * scale, ids.person);
}

function paintAnomaly(canvas: Canvas, random: Random, { kind, size }: Anomaly): void {
  if (kind === 'train') {
    const foot = horizon + random.integer(20, 50);
    const left = random.integer(-100, 500);
    rectangle(
      canvas,
      left,
      foot - random.integer(60, 110),
      left + random.integer(350, 700),
      foot,
      ids.train,
    );
    return;
  }
  const label = ids[kind];
  const { x, foot, scale } = standing(random, 0.7);
  if (size === 'tiny') {
    rectangle(canvas, x, foot, x + 6, foot + 7, label);
    return;
  }
  const wheel = (kind === 'bicycle' ? 30 : 34) * scale;
  const body = (kind === 'bicycle' ? 8 : 26) * scale;
  ellipse(canvas, x - 48 * scale, foot - wheel, wheel, wheel, label);
  ellipse(canvas, x + 48 * scale, foot - wheel, wheel, wheel, label);
  rectangle(
    canvas,
    x - 48 * scale,
    foot - wheel - 30 * scale,
    x + 48 * scale,
    foot - wheel - 30 * scale + body,
    label,
  );
  rectangle(canvas, x - 8 * scale, foot - wheel - 55 * scale, x + 8 * scale, foot - wheel, label);
}
