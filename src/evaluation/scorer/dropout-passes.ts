import { readFile } from 'node:fs/promises';
import { PosteriorVariance } from '../../detectors/index.ts';
import { InvalidInput } from '../../errors.ts';
import { seedDropout } from '../../onnx/index.ts';
import { openSession, type Tensor } from '../session.ts';
import type { PassesModel } from './messages.ts';

/** The tensor that {@link DropoutPasses} makes, beside those of the model. */
export const passesTensor = 'oodforge_dropout_passes';

/** What the passes of one batch say. */
export interface PassesScores {
  /** The variance of the posterior: [N], or [N, H, W]. */
  readonly tensor: Tensor;
  readonly isStill: boolean;
}

/**
 * Runs a model with its dropout, pass after pass, and keeps the variance alone. A session goes on with
 * its seed from run to run, so each pass of each batch has one of its own: scores do not depend on the
 * order of batches, on how many processes share them, or on where a run was killed. What that costs,
 * an opened session a pass, is shared by the images of a batch.
 */
export class DropoutPasses {
  readonly #model: PassesModel;
  readonly #bytes: Uint8Array;

  private constructor(model: PassesModel, bytes: Uint8Array) {
    this.#model = model;
    this.#bytes = bytes;
  }

  static async open(model: PassesModel): Promise<DropoutPasses> {
    return new DropoutPasses(model, await readFile(model.path));
  }

  /** @throws {InvalidInput} when the runtime refuses the model, or it gives no logits */
  async score(input: Readonly<Record<string, Tensor>>): Promise<PassesScores> {
    const { passes, seed, logits: name, session: options, where } = this.#model;
    const variance = new PosteriorVariance();
    let dims: readonly number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      const { model } = seedDropout(this.#bytes, seed + pass, { where });
      const session = await openSession(model, where, options);
      try {
        const logits = (await session.run(input))[name];
        if (logits === undefined) throw new InvalidInput(`Model gives no output "${name}"`);
        variance.add({ data: logits.data as Float32Array, dims: logits.dims });
        dims = [...logits.dims.slice(0, 1), ...logits.dims.slice(2)];
      } finally {
        await session.close();
      }
    }
    const data = Float32Array.from(variance.scores());
    return { tensor: { type: 'float32', data, dims }, isStill: variance.isStill() };
  }
}
