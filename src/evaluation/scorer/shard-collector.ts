import { InvalidInput } from '../../errors.ts';
import type { NewArray, Shard } from '../scores/shard-files.ts';
import type { Tensor } from '../session.ts';
import { countConfusion } from './confusion.ts';
import type { ScoredModel, ScoredOutput } from './messages.ts';
import type { PreparedBatch } from './prepare-batch.ts';

/** Gathers what the model says of the images of one shard, in whatever order batches come. */
export class ShardCollector {
  readonly #shard: number;
  readonly #subjects: readonly string[];
  readonly #outputs: readonly ScoredOutput[];
  readonly #parts: ReadonlyMap<string, Float32Array[]>;
  readonly #shapes: ReadonlyMap<string, (readonly number[])[]>;
  readonly #classes: number;
  #confusion: Float64Array | undefined;
  #left: number;

  constructor(
    shard: number,
    subjects: readonly string[],
    { outputs, channels }: Pick<ScoredModel, 'outputs' | 'channels'>,
  ) {
    this.#shard = shard;
    this.#subjects = subjects;
    this.#outputs = outputs;
    this.#classes = channels?.count ?? 0;
    this.#left = subjects.length;
    const kept = outputs.filter(({ kind }) => kind !== 'prediction');
    this.#parts = new Map(kept.map(({ array }) => [array, []]));
    this.#shapes = new Map(kept.map(({ array }) => [array, []]));
  }

  /**
   * Takes what the model gave for a batch.
   *
   * @throws {InvalidInput} naming image and detector for a score that is no finite number, or when
   * the model gives another number of images than it was given, or of pixels than the mask has
   */
  add(batch: PreparedBatch, given: Readonly<Record<string, Tensor>>): void {
    const images = batch.ids.length;
    for (const output of this.#outputs) {
      const tensor = given[output.tensor];
      if (tensor === undefined) throw new InvalidInput(`Model gives no output "${output.tensor}"`);
      if (tensor.dims[0] !== images) {
        throw new InvalidInput(
          `Output has ${tensor.dims[0]} rows for ${images} images: "${output.tensor}"`,
        );
      }
      if (output.kind === 'prediction') this.#count(batch, tensor);
      else this.#keep(batch, output, tensor);
    }
    this.#left -= images;
  }

  isComplete(): boolean {
    return this.#left === 0;
  }

  /** What is to be written, once it is complete. */
  finish(): Omit<Shard, 'arrays'> & { readonly arrays: readonly NewArray[] } {
    const arrays = [...this.#parts].map(([name, parts]) => ({
      name,
      parts,
      shapes: this.#shapes.get(name) ?? [],
    }));
    const counted = this.#confusion;
    return {
      shard: this.#shard,
      subjects: this.#subjects,
      arrays,
      ...(counted === undefined ? {} : { confusion: [...counted] }),
    };
  }

  #keep({ first, ids }: PreparedBatch, { array }: ScoredOutput, { data, dims }: Tensor): void {
    const values = float32Of(data);
    const shape = squeezed(dims.slice(1));
    const length = values.length / ids.length;
    for (const [i, id] of ids.entries()) {
      const part = values.subarray(i * length, (i + 1) * length);
      refuseUncountable(part, { array, id });
      (this.#parts.get(array) as Float32Array[])[first + i] = part;
      (this.#shapes.get(array) as (readonly number[])[])[first + i] = shape;
    }
  }

  #count({ truth, ids }: PreparedBatch, { data, dims }: Tensor): void {
    if (truth === undefined) return;
    if (truth.length !== data.length) {
      throw new InvalidInput(
        `Maps are of ${dims.slice(1).join('x')} pixels where the mask has ${truth.length / ids.length}, ` +
          `and the graph does not say their size, to bring them to it: image ${ids[0]}`,
      );
    }
    const classes = this.#classes;
    this.#confusion ??= new Float64Array(classes * classes);
    countConfusion(this.#confusion, { classes, truth, predicted: float32Of(data) });
  }
}

/** Every output that is appended is float32. */
function float32Of(data: Tensor['data']): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new InvalidInput('Model gives an output that is not of float32 where one was appended');
}

/** Some models end in axes of length 1, as SqueezeNet in `[N, 1000, 1, 1]`. */
function squeezed(dims: readonly number[]): readonly number[] {
  const last = dims.findLastIndex((side) => side !== 1);
  return dims.slice(0, last + 1);
}

function refuseUncountable(
  part: Float32Array,
  { array, id }: { readonly array: string; readonly id: string },
): void {
  // One pass without a branch a number: infinities and NaN make the sum of differences NaN.
  let sum = 0;
  for (let i = 0; i < part.length; i++) sum += (part[i] as number) - (part[i] as number);
  if (sum === 0) return;
  const place = part.findIndex((value) => !Number.isFinite(value));
  throw new InvalidInput(`Score is ${part[place]} at ${place}: ${array} of image ${id}`);
}
