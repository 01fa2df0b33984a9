import { InvalidInput } from '../../errors.ts';
import { openSession, type Session, type SessionOptions, type Tensor } from '../session.ts';
import type { AverageModel, ScoredModel } from './messages.ts';
import { type PreparedBatch, tensorOf } from './prepare-batch.ts';

/** A model that is ready to say what it makes of a batch. */
export interface ModelRunner {
  run(batch: PreparedBatch): Promise<Readonly<Record<string, Tensor>>>;
  close(): Promise<void>;
}

/** Opens a model: of one scale, one session; of several, two. */
export async function openRunner(
  model: ScoredModel,
  options: SessionOptions,
): Promise<ModelRunner> {
  const session = await openSession(model.path, model.where, options);
  const { average, input } = model;
  if (average === undefined) {
    return {
      run: (batch) => session.run({ [input.name]: tensorOf(batch) }),
      close: () => session.close(),
    };
  }
  const last = await openSession(average.path, model.where, options);
  return {
    async run(batch) {
      const mean = await averageOf(batch, { session, input: input.name, average });
      return last.run({ [average.input]: mean });
    },
    async close() {
      await session.close();
      await last.close();
    },
  };
}

interface Scales {
  readonly session: Session;
  readonly input: string;
  readonly average: AverageModel;
}

/**
 * Runs a batch at one scale after another. The sum is of float32, a share of each scale added to it, as
 * the code of the paper adds them; it and the scores of one scale are all that is held.
 */
async function averageOf(
  batch: PreparedBatch,
  { session, input, average }: Scales,
): Promise<Tensor> {
  const scales = [batch, ...(batch.scales ?? [])];
  let sum: { readonly data: Float32Array; readonly dims: readonly number[] } | undefined;
  for (const scale of scales) {
    const scores = (await session.run({ [input]: tensorOf(scale) }))[average.scores];
    if (scores === undefined) throw new InvalidInput(`Model gives no output "${average.scores}"`);
    const { data, dims } = scores;
    sum ??= { data: new Float32Array(data.length), dims };
    if (`${dims}` !== `${sum.dims}`) {
      throw new InvalidInput(
        `Scores of ${dims.join('x')} at one scale, ${sum.dims.join('x')} at another`,
      );
    }
    const into = sum.data;
    for (let i = 0; i < into.length; i++) {
      into[i] = (into[i] as number) + (data[i] as number) / scales.length;
    }
  }
  return { type: 'float32', data: sum?.data ?? new Float32Array(), dims: sum?.dims ?? [] };
}
