import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidImage, SourceChanged } from '../../errors.ts';
import { asStorageFailure, hashBytes, hashLabels, readPhoto } from '../../io/index.ts';
import {
  type ClassSet,
  type FileRef,
  type LabelMask,
  type MaskSourceRecord,
  pixelNames,
  type Skipped,
  voidValueOf,
} from '../../records/index.ts';
import type { EncodingChoice, FileLook, Inspected, MaskCandidate } from '../source.ts';
import type { Bdd100kOptions } from './options.ts';
import { readTrainIds } from './read-labels.ts';

export interface InspectContext {
  readonly root: string;
  readonly options: Bdd100kOptions;
  readonly classSet: ClassSet;
  readonly encoding: EncodingChoice;
}

/** Where a thread finds {@link inspectCandidate}. */
export const inspectModule = import.meta.url;

/** A mask of 720x1280 takes some 12 kB; nothing that is one comes near this. */
const mostFileBytes = 64 << 20;

/**
 * Reads one candidate completely: digests, decodes and counts its mask, decodes its photo.
 *
 * @throws {SourceChanged} when a file is not what it was when listed
 * @throws {StorageFailure} when a file cannot be read
 */
export async function inspectCandidate(
  candidate: MaskCandidate,
  context: InspectContext,
): Promise<Inspected> {
  const { key, sourceSplit } = candidate;
  let path = candidate.mask.path;
  const skip = (reason: string, detail: string): Inspected => {
    const skipped: Skipped = { path, sourceSplit, reason, detail };
    return { kind: 'skipped', key, skipped };
  };
  try {
    const mask = inspectMask(candidate.mask, context);
    if ('reason' in mask) return skip(mask.reason, mask.detail);
    const { id, clip } = candidate;
    const record: MaskSourceRecord = { id, sourceSplit, clip, truth: mask };
    if (candidate.image === undefined) return { kind: 'record', key, record };
    path = candidate.image.path;
    const image = await inspectImage(candidate.image, context);
    if ('reason' in image) return skip(image.reason, image.detail);
    return { kind: 'record', key, record: { ...record, image: { source: image } } };
  } catch (error) {
    if (error instanceof InvalidImage) return skip(error.reason, error.message);
    throw error;
  }
}

type Refusal = Pick<Skipped, 'reason' | 'detail'>;

function inspectMask(look: FileLook, context: InspectContext): LabelMask | Refusal {
  if (look.bytes > mostFileBytes) return tooLarge(look);
  const bytes = readAsListed(context.root, look);
  const mask = readTrainIds(bytes, context.classSet, context.encoding);
  if (mask.kind === 'refused') return { reason: mask.reason, detail: mask.detail };
  const { width, height } = mask.labels;
  const wrongSize = wrongSizeReason('Mask', width, height, context.options);
  if (wrongSize !== undefined) return wrongSize;
  return {
    kind: 'mask',
    file: { source: refTo(look, bytes) },
    width,
    height,
    form: mask.form,
    encoding: mask.encoding,
    labelSha256: hashLabels(mask.labels),
    pixels: namePixels(mask.counts, context.classSet),
  };
}

async function inspectImage(look: FileLook, context: InspectContext): Promise<FileRef | Refusal> {
  if (look.bytes > mostFileBytes) return tooLarge(look);
  const bytes = readAsListed(context.root, look);
  const { width, height } = await readPhoto(bytes);
  return wrongSizeReason('Photo', width, height, context.options) ?? refTo(look, bytes);
}

/** Reads at once: a thread has nothing else to do, and waiting costs more than such a file. */
function readAsListed(root: string, look: FileLook): Uint8Array {
  const bytes = readOrExplain(join(root, look.path));
  if (bytes.length === look.bytes) return bytes;
  throw new SourceChanged(
    `Source file changed while it was read, from ${look.bytes} to ${bytes.length} bytes: ${look.path}`,
  );
}

function readOrExplain(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw asStorageFailure(error, path);
  }
}

function wrongSizeReason(
  what: string,
  width: number,
  height: number,
  wanted: Bdd100kOptions,
): Refusal | undefined {
  if (width === wanted.width && height === wanted.height) return undefined;
  return {
    reason: 'wrong-size',
    detail: `${what} is ${width}x${height}, not ${wanted.width}x${wanted.height}`,
  };
}

function tooLarge(look: FileLook): Refusal {
  return {
    reason: 'file-too-large',
    detail: `File has ${look.bytes} bytes, above ${mostFileBytes}`,
  };
}

function refTo(look: FileLook, bytes: Uint8Array): FileRef {
  return { path: look.path, bytes: bytes.length, sha256: hashBytes(bytes) };
}

function namePixels(counts: Uint32Array, classSet: ClassSet): Record<string, number> {
  const members = classSet.members.map((_, value) => counts[value] as number);
  const all = [...members, counts[voidValueOf(classSet)] as number];
  return Object.fromEntries(pixelNames(classSet).map((name, i) => [name, all[i] as number]));
}
