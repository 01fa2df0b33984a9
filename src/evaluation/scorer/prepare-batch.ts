import { DamagedFile, OodforgeError } from '../../errors.ts';
import { expandRuns, hashBytes, readMask, readSourceFile } from '../../io/index.ts';
import type { ModelInput } from '../../records/index.ts';
import { makePreprocessor, type Preprocessor } from '../preprocess/index.ts';
import type { Tensor } from '../session.ts';
import type { ImagePlace, MaskPlace, Subject } from '../subjects/subject.ts';

/** Where this function is for the threads that run it. */
export const prepareModule = import.meta.url;

/** Images of one shard that go through the model together. */
export interface BatchOrder {
  readonly shard: number;
  /** Place of the first of them in the shard. */
  readonly first: number;
  readonly subjects: readonly Subject[];
}

/** What every call gets besides its batch. */
export interface PrepareContext {
  readonly input: ModelInput;
  /** Where a prediction is counted against masks: the channels of the model. */
  readonly channels?: MaskChannels | undefined;
  /** Of a second model. */
  readonly beside?: ModelInput | undefined;
}

/** Member m of the masks' class set is channel `first + m`, of `count`. */
export interface MaskChannels {
  readonly first: number;
  readonly count: number;
}

/** The input of a model for a batch. */
export interface PreparedInput {
  /** Bytes of the tensor, images along its first axis. */
  readonly bytes: Uint8Array;
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly dims: readonly number[];
}

/** The input of the model for a batch, and the truth that its prediction is held against. */
export interface PreparedBatch extends PreparedInput {
  readonly shard: number;
  readonly first: number;
  readonly ids: readonly string[];
  /** The same images at further scales, of a model that is run at several. */
  readonly scales?: readonly PreparedInput[] | undefined;
  /** Of a second model. */
  readonly beside?: PreparedInput | undefined;
  /** Channels of the classes pixel by pixel, image after image; 255 is none. */
  readonly truth?: Uint8Array | undefined;
}

/**
 * Reads, decodes and preprocesses a batch, in whatever thread it is called.
 *
 * @throws {DamagedFile} naming the image or mask that is not what was frozen, or does not decode
 */
export async function prepareBatch(
  { shard, first, subjects }: BatchOrder,
  { input, channels, beside }: PrepareContext,
): Promise<PreparedBatch> {
  const truth = channels === undefined ? undefined : truthOf(subjects, channels);
  const [head, ...scales] = await prepareInputs(subjects, input);
  const [second] = beside === undefined ? [] : await prepareInputs(subjects, beside);
  return {
    ...{ shard, first, ids: subjects.map(({ id }) => id) },
    ...(head as PreparedInput),
    ...(scales.length === 0 ? {} : { scales }),
    ...(second === undefined ? {} : { beside: second }),
    ...(truth === undefined ? {} : { truth }),
  };
}

/** One input, or one a scale. */
async function prepareInputs(
  subjects: readonly Subject[],
  input: ModelInput,
): Promise<readonly PreparedInput[]> {
  const images: (readonly Tensor[])[] = [];
  for (const subject of subjects) images.push(await prepare(subject, input));
  const [head = []] = images;
  return head.map((_, scale) =>
    joined(
      images.map((tensors) => tensors[scale] as Tensor),
      { subjects, type: input.type },
    ),
  );
}

interface Joining extends Pick<PreparedInput, 'type'> {
  readonly subjects: readonly Subject[];
}

function joined(images: readonly Tensor[], { subjects, type }: Joining): PreparedInput {
  const [head] = images as readonly [Tensor, ...Tensor[]];
  const odd = images.findIndex(({ dims }) => dims.join() !== head.dims.join());
  if (odd !== -1) {
    throw new DamagedFile(
      `Images of different sizes cannot go through the model together, give --batch 1: ${subjects[odd]?.id}`,
    );
  }
  return { bytes: together(images), type, dims: [images.length, ...head.dims.slice(1)] };
}

/** Their bytes one after another; those of one image as they are. */
function together(images: readonly Tensor[]): Uint8Array {
  const parts = images.map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
}

/** The batch as the runtime takes it, without a copy. */
export function tensorOf({ bytes, type, dims }: PreparedInput): Tensor {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (type) {
    case 'float32':
      return { type, dims, data: new Float32Array(buffer, byteOffset, byteLength / 4) };
    case 'float16':
      return { type, dims, data: new Uint16Array(buffer, byteOffset, byteLength / 2) };
    case 'uint8':
      return { type, dims, data: bytes };
  }
}

/** Pixels of a mask as what they mean: 0 in-distribution, 1 anomaly, 2 void. */
export function pixelKindsOf(mask: MaskPlace, id: string): Uint8Array {
  const { classOf, kindOf } = mask.meaning;
  return readThrough(mask, id, (value) => kindOf[classOf[value] as number] as number);
}

function truthOf(
  subjects: readonly Subject[],
  { first, count }: MaskChannels,
): Uint8Array | undefined {
  const masks = subjects.flatMap(({ mask, id }) => (mask === undefined ? [] : [{ mask, id }]));
  if (masks.length < subjects.length) return undefined;
  const places = masks.map(({ mask, id }) => {
    const { classOf, kindOf } = mask.meaning;
    return readThrough(mask, id, (value) => {
      const place = classOf[value] as number;
      return kindOf[place] === 0 && first + place < count ? first + place : noChannel;
    });
  });
  return places.length === 1 ? places[0] : Buffer.concat(places);
}

/** Of pixels that are void, anomalous, or of a class that the model was not trained on. */
const noChannel = 255;

/** What the values of a mask stand for, worked out once a value, pixel by pixel. */
function readThrough(mask: MaskPlace, id: string, mean: (value: number) => number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => mean(value));
  const labels = readLabels(mask, id);
  for (let i = 0; i < labels.length; i++) labels[i] = table[labels[i] as number] as number;
  return labels;
}

/** New each time, so it may be written over. */
function readLabels(mask: MaskPlace, id: string): Uint8Array {
  const image = maskOf(readFrozen(mask, id), id);
  if (image.kind !== 'labels') throw new DamagedFile(`Mask is a colour image: ${mask.path}`);
  const { width, height } = image.labels;
  if (width !== mask.width || height !== mask.height) {
    throw new DamagedFile(
      `Mask is ${width}x${height} where ${mask.width}x${mask.height} was frozen: ${mask.path}`,
    );
  }
  return expandRuns(image.labels);
}

function maskOf(bytes: Uint8Array, id: string): ReturnType<typeof readMask> {
  try {
    return readMask(bytes);
  } catch (cause) {
    return refuse(cause, `Mask of ${id}`);
  }
}

/** Whatever is wrong with it was so when it was frozen, or the file has changed since. */
function refuse(cause: unknown, what: string): never {
  if (!(cause instanceof OodforgeError)) throw cause;
  throw new DamagedFile(`${what} is of a frozen release and does not decode: ${cause.message}`, {
    cause,
  });
}

/** A file of a frozen release is what it was, or nothing that follows from it counts. */
function readFrozen({ root, path, sha256 }: ImagePlace, id: string): Uint8Array {
  const file = readSourceFile(root, path);
  if (file.kind !== 'file') throw new DamagedFile(`File of ${id} is gone: ${path} in ${root}`);
  if (hashBytes(file.bytes) !== sha256) {
    throw new DamagedFile(`File of ${id} is not the one that was frozen: ${path} in ${root}`);
  }
  return file.bytes;
}

async function prepare({ id, image }: Subject, input: ModelInput): Promise<readonly Tensor[]> {
  const bytes = readFrozen(image, id);
  try {
    return await preprocessorOf(input).read(bytes);
  } catch (cause) {
    return refuse(cause, `Image ${id}`);
  }
}

const made = new WeakMap<ModelInput, Preprocessor>();

/** A thread prepares images for one model or two; what is worked out for each is kept. */
function preprocessorOf(input: ModelInput): Preprocessor {
  const known = made.get(input);
  if (known !== undefined) return known;
  const preprocessor = makePreprocessor(input);
  made.set(input, preprocessor);
  return preprocessor;
}
