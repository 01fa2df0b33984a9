import { InvalidImage } from '../../errors.ts';
import { countValues, hashBytes, hashLabels, mapValues, readMask } from '../../io/index.ts';
import {
  type ClassSet,
  type LabelMask,
  type MaskSourceRecord,
  pixelNames,
  voidValueOf,
} from '../../records/index.ts';
import { readAsListed, readImage } from '../read-image.ts';
import type { FileLook, Inspected, MaskCandidate } from '../source.ts';
import type { MaskFoldersOptions } from './options.ts';
import { valueTable } from './value-table.ts';

export interface InspectContext {
  readonly root: string;
  readonly options: MaskFoldersOptions;
  readonly classSet: ClassSet;
}

/** Where a thread finds {@link inspectPair}. */
export const inspectModule = import.meta.url;

/**
 * Reads one pair completely: digests, decodes and counts its mask, decodes its photo.
 *
 * @throws {SourceChanged} when a file is not what it was when listed
 * @throws {StorageFailure} when a file cannot be read
 */
export async function inspectPair(
  { key, id, sourceSplit, clip, mask, image }: MaskCandidate,
  context: InspectContext,
): Promise<Inspected> {
  let path = mask.path;
  try {
    const truth = inspectMask(mask, context);
    if (image === undefined) throw new InvalidImage('photo-missing', 'There is no photo');
    path = image.path;
    const { source, width, height } = await readImage(context.root, image);
    if (width !== truth.width || height !== truth.height) {
      const detail = `Photo is ${width}x${height}, its mask ${truth.width}x${truth.height}`;
      throw new InvalidImage('wrong-size', detail);
    }
    const record: MaskSourceRecord = { id, sourceSplit, clip, image: { source }, truth };
    return { kind: 'record', key, record };
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    const { reason, message: detail } = error;
    return { kind: 'skipped', key, skipped: { path, sourceSplit, reason, detail } };
  }
}

/** @throws {InvalidImage} for what is no mask, or holds values that the recipe does not know */
function inspectMask(look: FileLook, { root, options, classSet }: InspectContext): LabelMask {
  const bytes = readAsListed(root, look);
  const image = readMask(bytes);
  if (image.kind === 'colours') {
    throw new InvalidImage(
      'encoding-colours',
      'Mask has several channels, where values are needed',
    );
  }
  const { table, known, isIdentity } = valueTable(options, classSet);
  refuseUnknown(countValues(image.labels), known);
  const labels = isIdentity ? image.labels : mapValues(image.labels, table);
  const counts = countValues(labels);
  const ids = [...classSet.members.keys(), voidValueOf(classSet)];
  const names = pixelNames(classSet);
  const source = { path: look.path, bytes: bytes.length, sha256: hashBytes(bytes) };
  return {
    kind: 'mask',
    file: { source },
    width: labels.width,
    height: labels.height,
    form: image.form,
    encoding: isIdentity ? 'train-ids' : 'mapped',
    labelSha256: hashLabels(labels),
    pixels: Object.fromEntries(names.map((name, i) => [name, counts[ids[i] as number] as number])),
  };
}

function refuseUnknown(counts: Uint32Array, known: ReadonlySet<number>): void {
  const values = [...counts.keys()].filter((value) => counts[value] !== 0);
  const unknown = values.filter((value) => !known.has(value));
  if (unknown.length === 0) return;
  throw new InvalidImage(
    'encoding-unknown-values',
    `Mask holds values that the recipe does not know, ${unknown.join(', ')}, among ${values.join(', ')}`,
  );
}
