import { extname } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { type NpyFile, openNpy } from '../../io/index.ts';
import { orderKeys } from '../../metrics/index.ts';
import { readColumns, type TableColumns } from './read-columns.ts';
import { type Groups, groupsOf, type Scored, type ScoredStack } from './scored.ts';

export interface ScoredFiles {
  readonly scores: string;
  readonly labels: string | undefined;
  readonly images: string | undefined;
}

/** Scores that are ranked together, or a list of records, have to fit into memory. */
const mostInMemory = 2 ** 27;
const mostRows = 2 ** 25;

/**
 * Reads scores and labels from npy, CSV or Parquet; one may be of another form than the other.
 *
 * @throws {InvalidInput} when a file cannot be read as what it is, or they do not belong together
 */
export async function readScored(files: ScoredFiles): Promise<Scored> {
  const scores = await openArray(files.scores);
  if (scores.kind === 'npy' && scores.file.shape.length > 1) {
    try {
      return await openStack(scores.file, files);
    } catch (error) {
      await scores.file.close();
      throw error;
    }
  }
  const numbers = await numbersOf(scores, 'score', files.scores);
  if (files.labels === undefined && scores.kind === 'npy') {
    throw new InvalidInput(`Say the labels: ${files.scores}`);
  }
  const labels = files.labels === undefined ? scores : await openArray(files.labels);
  const labelsPath = files.labels ?? files.scores;
  const sample = {
    scores: numbers,
    labels: labelsOf(await numbersOf(labels, 'label', labelsPath), labelsPath),
  };
  const images = files.images === undefined ? undefined : await openArray(files.images);
  const tables = [scores, labels].filter((array) => array.kind === 'table');
  const byColumn = (column: 'image' | 'cluster') =>
    tables.map(({ columns }) => columns[column]).find((names) => names !== undefined);
  const imageNames =
    images === undefined ? byColumn('image') : await namesOf(images, files.images ?? '');
  const clusterNames = byColumn('cluster');
  return {
    kind: 'records',
    sample,
    images: groupsOfAll(imageNames, sample.scores.length, files.images ?? files.scores),
    clusters: groupsOfAll(clusterNames, sample.scores.length, files.scores),
    where: files.scores,
  };
}

type OpenArray =
  | { readonly kind: 'npy'; readonly file: NpyFile }
  | { readonly kind: 'table'; readonly columns: TableColumns };

async function openArray(path: string): Promise<OpenArray> {
  const form = extname(path).toLowerCase();
  if (form === '.npy') return { kind: 'npy', file: await openNpy(path) };
  if (form === '.csv' || form === '.parquet') {
    return { kind: 'table', columns: await readColumns(path, mostRows) };
  }
  throw new InvalidInput(`Not a file of scores (known: .npy, .csv, .parquet): ${path}`);
}

async function numbersOf(
  array: OpenArray,
  column: 'score' | 'label',
  where: string,
): Promise<Float32Array | Float64Array> {
  if (array.kind === 'table') {
    const numbers = array.columns[column];
    if (numbers === undefined) throw new InvalidInput(`No column "${column}": ${where}`);
    return numbers;
  }
  return wholeOf(array.file, where);
}

async function wholeOf(file: NpyFile, where: string): Promise<Float32Array | Float64Array> {
  try {
    if (file.length > mostInMemory) {
      throw new InvalidInput(
        `More than ${mostInMemory} numbers in one list: ${where}; give images as the first axis, scores as float32`,
      );
    }
    return await file.read(0, file.length);
  } finally {
    await file.close();
  }
}

async function namesOf(array: OpenArray, where: string): Promise<Iterable<string | number>> {
  if (array.kind === 'npy') return wholeOf(array.file, where);
  const names = array.columns.image;
  if (names === undefined) throw new InvalidInput(`No column "image": ${where}`);
  return names;
}

function groupsOfAll(
  names: Iterable<string | number> | undefined,
  records: number,
  where: string,
): Groups | undefined {
  if (names === undefined) return undefined;
  const groups = groupsOf(names);
  if (groups.of.length === records) return groups;
  throw new InvalidInput(`${groups.of.length} images or clusters for ${records} scores: ${where}`);
}

/** Void is 2, and 255 where labels follow the usage of segmentation. */
function labelsOf(numbers: Float32Array | Float64Array, where: string): Uint8Array {
  const bad = numbers.findIndex(
    (label) => label !== 0 && label !== 1 && label !== 2 && label !== 255,
  );
  if (bad >= 0) {
    throw new InvalidInput(
      `Not a label (0 in-distribution, 1 anomaly, 2 or 255 void) ${numbers[bad]}: ${where} at [${bad}]`,
    );
  }
  return Uint8Array.from(numbers, (label) => Math.min(label, 2));
}

async function openStack(scores: NpyFile, files: ScoredFiles): Promise<ScoredStack> {
  if (files.images !== undefined) {
    throw new InvalidInput(
      `The first axis tells images apart: leave --images out: ${files.scores}`,
    );
  }
  if (files.labels === undefined) throw new InvalidInput(`Say the labels: ${files.scores}`);
  const labels = await openArray(files.labels);
  if (labels.kind !== 'npy' || labels.file.shape.join() !== scores.shape.join()) {
    if (labels.kind === 'npy') await labels.file.close();
    const shape = labels.kind === 'npy' ? `(${labels.file.shape.join(', ')})` : 'a table';
    throw new InvalidInput(
      `Labels are ${shape} where scores are (${scores.shape.join(', ')}): ${files.labels}`,
    );
  }
  const [images = 0] = scores.shape;
  const pixels = images === 0 ? 0 : scores.length / images;
  const labelsPath = files.labels;
  return {
    kind: 'stack',
    images,
    pixels,
    where: files.scores,
    async *each() {
      try {
        const ranked = isExact(scores) ? undefined : await rankAll(scores, files.scores);
        for (let image = 0; image < images; image++) {
          const where = `${files.scores} image ${image}`;
          const start = image * pixels;
          const keys =
            ranked?.subarray(start, start + pixels) ??
            orderKeys(Float32Array.from(await scores.read(start, pixels)), where);
          const numbers = await labels.file.read(start, pixels);
          yield { keys, labels: labelsOf(numbers, `${labelsPath} image ${image}`), where };
        }
      } finally {
        await scores.close();
        await labels.file.close();
      }
    },
  };
}

/** Whether float32 holds every number of the type. */
function isExact({ type }: NpyFile): boolean {
  return !['f8', 'i4', 'i8', 'u4', 'u8'].includes(type);
}

async function rankAll(scores: NpyFile, where: string): Promise<Uint32Array> {
  if (scores.length > mostInMemory) {
    throw new InvalidInput(
      `More than ${mostInMemory} numbers of type ${scores.type}, which are ranked together: ${where}; give them as float32`,
    );
  }
  return orderKeys(Float64Array.from(await scores.read(0, scores.length)), where);
}
