import { type Random, seededRandom } from '../../records/index.ts';

export interface Painting {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB, row by row from the top. */
  readonly rgb: Uint8Array;
}

export interface PaintOptions {
  readonly width: number;
  readonly height: number;
  /** Decides what the organism looks like. */
  readonly species: string;
  /** Decides place, light and surroundings. */
  readonly photo: string;
  /** Added to each channel. */
  readonly brighter?: number;
}

type Colour = readonly [red: number, green: number, blue: number];

/**
 * Paints an organism before a blurred background: a body with lobes all around, ringed and shaded.
 * The picture is the same in every size.
 */
export function paintPhoto(options: PaintOptions): Painting {
  const { width, height, species, photo, brighter = 0 } = options;
  const painting = { width, height, rgb: new Uint8Array(width * height * 3) };
  paintBackground(painting, seededRandom(`${photo} background`));
  paintOrganism(painting, seededRandom(`${species} look`), seededRandom(`${photo} pose`));
  addGrain(painting, brighter);
  return painting;
}

/** The last of 256 steps of brightness, below which there is room for grain. */
const brightest = 240;

/** Three slow waves between a dark colour and a light one. */
function paintBackground({ width, height, rgb }: Painting, random: Random): void {
  const dark = [random.integer(20, 90), random.integer(30, 100), random.integer(10, 80)] as const;
  const light = [
    random.integer(90, 220),
    random.integer(110, 220),
    random.integer(70, 210),
  ] as const;
  const scale = 1 / Math.min(width, height);
  // sin(a + b) of a column's and a row's part: four numbers a column and a row, no sine a pixel.
  const waves = Array.from({ length: 3 }, () => {
    const [right, down, phase] = [
      random.between(-9, 9),
      random.between(-9, 9),
      random.between(0, 6),
    ];
    const columns = Array.from(
      { length: width },
      (_, x) => right * (x - width / 2) * scale + phase,
    );
    const rows = Array.from({ length: height }, (_, y) => down * (y - height / 2) * scale);
    return { columns: sinesOf(columns), rows: sinesOf(rows) };
  });
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      let sum = 0;
      for (const { columns, rows } of waves) {
        sum +=
          valueAt(columns.sine, x) * valueAt(rows.cosine, y) +
          valueAt(columns.cosine, x) * valueAt(rows.sine, y);
      }
      const share = 0.5 + sum / 6;
      rgb[at] = dark[0] + (light[0] - dark[0]) * share;
      rgb[at + 1] = dark[1] + (light[1] - dark[1]) * share;
      rgb[at + 2] = dark[2] + (light[2] - dark[2]) * share;
    }
  }
}

function sinesOf(angles: readonly number[]) {
  return { sine: Float64Array.from(angles, Math.sin), cosine: Float64Array.from(angles, Math.cos) };
}

function valueAt(values: Float64Array, i: number): number {
  return values[i] as number;
}

/** Lengths in shorter sides of the picture, from its middle. */
function paintOrganism({ width, height, rgb }: Painting, look: Random, pose: Random): void {
  const colourAt = newOrganism(look);
  const scale = 1 / Math.min(width, height);
  const size = pose.between(0.2, 0.42);
  const turn = pose.between(0, 6.3);
  const [atX, atY] = [pose.between(-0.2, 0.2), pose.between(-0.15, 0.15)];
  const light = pose.between(0.7, 1.05);
  const [cosine, sine] = [Math.cos(turn) / size, Math.sin(turn) / size];
  const reach = size / scale;
  const [middleX, middleY] = [width / 2 + atX / scale, height / 2 + atY / scale];
  const bottom = Math.min(height, middleY + reach);
  const edge = Math.min(width, middleX + reach);
  for (let y = Math.max(0, Math.ceil(middleY - reach)); y < bottom; y++) {
    for (let x = Math.max(0, Math.ceil(middleX - reach)); x < edge; x++) {
      const [right, down] = [(x - middleX) * scale, (y - middleY) * scale];
      const colour = colourAt(right * cosine + down * sine, down * cosine - right * sine);
      if (colour === undefined) continue;
      const at = 3 * (y * width + x);
      for (let i = 0; i < 3; i++) rgb[at + i] = Math.min(brightest, light * (colour[i] as number));
    }
  }
}

/** The colour of an organism at a place, its radius being 1; `undefined` outside of it. */
function newOrganism(look: Random): (x: number, y: number) => Colour | undefined {
  const lobes = look.integer(2, 9);
  const depth = look.between(0.08, 0.45);
  const flat = look.between(0.45, 1);
  const rings = look.between(6, 26);
  const [inner, middle, outer] = [brightColour(look), brightColour(look), brightColour(look)];
  return (x, y) => {
    const down = y / flat;
    const distance = Math.hypot(x, down);
    if (distance > 1) return undefined;
    const edge = 1 - depth * (0.5 + 0.5 * Math.cos(lobes * Math.atan2(down, x)));
    if (distance > edge) return undefined;
    const other = distance < edge * 0.35 ? inner : outer;
    const ring = 0.5 + 0.5 * Math.sin(rings * distance);
    const shade = 1 - 0.45 * distance * distance;
    return [
      shade * (middle[0] + (other[0] - middle[0]) * ring),
      shade * (middle[1] + (other[1] - middle[1]) * ring),
      shade * (middle[2] + (other[2] - middle[2]) * ring),
    ];
  };
}

function brightColour(random: Random): Colour {
  return [random.integer(20, 245), random.integer(20, 245), random.integer(20, 245)];
}

function addGrain({ width, height, rgb }: Painting, brighter: number): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const grain = (((x * 7919) ^ (y * 104729)) & 7) + brighter;
      for (let i = at; i < at + 3; i++) rgb[i] = Math.min(255, (rgb[i] as number) + grain);
    }
  }
}
