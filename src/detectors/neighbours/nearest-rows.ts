import { type FeatureRows, someRows } from '../feature-rows.ts';
import type { MatrixProduct } from '../matrix-product.ts';
import { Candidates, type Measured } from './candidates.ts';
import { type Frame, frameOf, type SearchRows, searchRows } from './search-rows.ts';
import { squaredDistance } from './squared-distance.ts';

/**
 * The nearest rows of a reference, exactly: what a product of matrices in float32 estimates only
 * leaves out rows of which its error bound says that enough others are nearer; those that remain are
 * measured in float64. Neither the product nor its threads leave a trace in what is found.
 */
export interface Neighbours {
  /** Rows of the reference, so many of each row, the nearest first; ties: the lower row first. */
  readonly rows: Uint32Array;
  /** Their Euclidean distances. */
  readonly distances: Float64Array;
}

/** Rows to search among, made ready once. */
export interface Reference {
  readonly features: FeatureRows;
  readonly frame: Frame;
  readonly search: SearchRows;
}

export interface NearestOptions {
  /** How many neighbours of each row. */
  readonly count: number;
  readonly product: MatrixProduct;
  /** Rows of one product: 2,048 by 2,048 numbers are 16 MiB. Tests have reason to choose fewer. */
  readonly tileRows?: number | undefined;
}

/** The side of a product; the whole matrix of distances is never in memory. */
export const usualTileRows = 2048;

/** Takes features, which must stay unchanged, for a reference; holds a copy of them beside them. */
export function makeReference(features: FeatureRows): Reference {
  const frame = frameOf(features);
  return { features, frame, search: searchRows(features, frame, 0, features.rows) };
}

/** The neighbours of other rows, few enough that all their neighbours fit into memory. */
export async function nearestRows(
  reference: Reference,
  asked: FeatureRows,
  { count, product, tileRows = usualTileRows }: NearestOptions,
): Promise<Neighbours> {
  const { features, frame, search } = reference;
  const found = neighboursFor(asked.rows, count);
  for (let from = 0; from < asked.rows; from += tileRows) {
    const rows = searchRows(asked, frame, from, from + tileRows);
    const candidates = new Candidates(rows.rows.rows, count, (row, other) =>
      measure(asked, from + row, features, other, frame),
    );
    for (let other = 0; other < features.rows; other += tileRows) {
      const tile = someOf(search, other, other + tileRows);
      offerTile(candidates, rows, tile, other, await product.float32(rows.rows, tile.rows));
    }
    for (let row = 0; row < rows.rows.rows; row++) {
      put(found, from + row, candidates.nearestOf(row), frame);
    }
  }
  return found;
}

/** The neighbours of each row among the other rows of its own reference. */
export async function nearestOthers(
  { features, frame, search }: Reference,
  { count, product, tileRows = usualTileRows }: NearestOptions,
): Promise<Neighbours> {
  const found = neighboursFor(features.rows, count);
  const candidates = new Candidates(features.rows, count, (row, other) =>
    measure(features, row, features, other, frame),
  );
  // Each product serves both its sides. Rows meet the others in ascending order nevertheless.
  for (let from = 0; from < features.rows; from += tileRows) {
    const rows = someOf(search, from, from + tileRows);
    for (let other = from; other < features.rows; other += tileRows) {
      const tile = someOf(search, other, other + tileRows);
      offerBoth(candidates, rows, from, tile, other, await product.float32(rows.rows, tile.rows));
    }
  }
  for (let row = 0; row < features.rows; row++) {
    put(found, row, candidates.nearestOf(row), frame);
  }
  return found;
}

/** Offers the rows of a tile of the reference, which begins at `first`, to all who ask. */
function offerTile(
  candidates: Candidates,
  asking: SearchRows,
  tile: SearchRows,
  first: number,
  product: Float32Array,
): void {
  const { limits } = candidates;
  const count = tile.rows.rows;
  for (let row = 0; row < asking.rows.rows; row++) {
    const own = asking.lows[row] as number;
    const ownSlack = asking.slacks[row] as number;
    const factor = 2 * (asking.gains[row] as number);
    let limit = limits[row] as number;
    const start = row * count;
    for (let i = 0; i < count; i++) {
      const low = own + ((tile.lows[i] as number) - factor * (product[start + i] as number));
      if (low > limit) continue;
      candidates.add(row, first + i, low, low + ownSlack + (tile.slacks[i] as number));
      limit = limits[row] as number;
    }
  }
}

/** Offers rows of a reference, from `from` on, to those from `other` on, and those to these. */
function offerBoth(
  candidates: Candidates,
  rows: SearchRows,
  from: number,
  tile: SearchRows,
  other: number,
  product: Float32Array,
): void {
  const { limits } = candidates;
  const count = tile.rows.rows;
  for (let row = 0; row < rows.rows.rows; row++) {
    const own = rows.lows[row] as number;
    const ownSlack = rows.slacks[row] as number;
    const start = row * count;
    // On the diagonal both sides are the same rows: each pair is offered once to each.
    for (let i = from === other ? row + 1 : 0; i < count; i++) {
      const low = own + ((tile.lows[i] as number) - 2 * (product[start + i] as number));
      // What is not a number says nothing, and so leaves nothing out.
      const isNearRow = !(low > (limits[from + row] as number));
      const isNearTile = !(low > (limits[other + i] as number));
      if (!isNearRow && !isNearTile) continue;
      const high = low + ownSlack + (tile.slacks[i] as number);
      if (isNearRow) candidates.add(from + row, other + i, low, high);
      if (isNearTile) candidates.add(other + i, from + row, low, high);
    }
  }
}

function someOf({ rows, lows, slacks, gains }: SearchRows, from: number, to: number): SearchRows {
  return {
    rows: someRows(rows, from, to),
    lows: lows.subarray(from, to),
    slacks: slacks.subarray(from, to),
    gains: gains.subarray(from, to),
  };
}

/** The squared distance in the frame. */
function measure(a: FeatureRows, row: number, b: FeatureRows, other: number, { scale }: Frame) {
  return squaredDistance(a, row, b, other) * scale * scale;
}

function neighboursFor(rows: number, count: number): Neighbours {
  return {
    rows: new Uint32Array(rows * count),
    distances: new Float64Array(rows * count),
  };
}

function put(found: Neighbours, row: number, nearest: readonly Measured[], { scale }: Frame): void {
  for (const [i, { other, distance }] of nearest.entries()) {
    found.rows[row * nearest.length + i] = other;
    found.distances[row * nearest.length + i] = Math.sqrt(distance) / scale;
  }
}
