import { createRequire } from 'node:module';
import type { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { InvalidInput } from '../errors.ts';

/** Where a model can be run; `cpu` always works, the others only where they were installed. */
export const providers = ['cpu', 'cuda', 'tensorrt', 'webgpu', 'dml', 'coreml'] as const;
export type Provider = (typeof providers)[number];

/** How far the runtime may rewrite a graph before it runs it; results differ in the last bits. */
export type Optimisation = 'disabled' | 'basic' | 'extended' | 'all';

export interface SessionOptions {
  readonly provider?: Provider | undefined;
  /** Threads inside one operator. */
  readonly threads?: number | undefined;
  readonly optimisation?: Optimisation | undefined;
}

/** Values of a model's input or output, row-major; float16 as the bits of each number. */
export interface Tensor {
  readonly type: TensorType;
  readonly data:
    | Float32Array
    | Float64Array
    | Uint8Array
    | Int32Array
    | BigInt64Array
    | Uint16Array;
  readonly dims: readonly number[];
}

export type TensorType = 'float32' | 'float64' | 'uint8' | 'int32' | 'int64' | 'float16';

/** A model that is loaded. `run` blocks the thread it is called on until it is done. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  close(): Promise<void>;
}

/** Version of the runtime, as results record it. */
export function runtimeVersion(): string {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return String(version);
}

/**
 * Loads a model. The provider that is named is the one that runs it: where it does not load, that is
 * an error, and no other takes its place.
 *
 * @param model its bytes, or its path; by path, weights beside it are found
 * @param where what to call it in messages
 * @throws {InvalidInput} when the runtime refuses the model or the provider
 */
export async function openSession(
  model: Uint8Array | string,
  where: string,
  { provider = 'cpu', threads = 1, optimisation = 'all' }: SessionOptions = {},
): Promise<Session> {
  // Loaded when it is first needed: the runtime is 46 MB, and most commands run no model.
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const create = (options: InferenceSession.SessionOptions) =>
    typeof model === 'string'
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options);
  const session = await create({
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: optimisation,
    logSeverityLevel: 3,
    // Threads that spin while they wait take the cores from those who decode.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }).catch((error: unknown) => refuse(error, where, provider));
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds) {
      const given = Object.entries(feeds).map(([name, { type, data, dims }]) => {
        const tensor = new Tensor(type, data as never, dims);
        return [name, type === 'float16' ? withBits(tensor, data) : tensor];
      });
      return tensorsOf(await session.run(Object.fromEntries(given)));
    },
    async close() {
      await session.release();
    },
  };
}

function tensorsOf(values: InferenceSession.ReturnType): Readonly<Record<string, Tensor>> {
  const tensors = Object.entries(values as Readonly<Record<string, RuntimeTensor>>);
  return Object.fromEntries(
    tensors.map(([name, { type, data, dims }]) => {
      return [name, { type, data: bitsOfHalves(data), dims } as Tensor];
    }),
  );
}

/**
 * The runtime makes a Float16Array of halves where the language has one, and its native side then finds
 * no bytes in it: it is shown the bits instead.
 */
function withBits(tensor: RuntimeTensor, bits: Tensor['data']): RuntimeTensor {
  return Object.create(tensor, { data: { value: bits } }) as RuntimeTensor;
}

function bitsOfHalves(data: RuntimeTensor['data']): RuntimeTensor['data'] {
  const values: unknown = data;
  if (!(values instanceof Float16Array)) return data;
  return new Uint16Array(values.buffer, values.byteOffset, values.length);
}

function refuse(error: unknown, where: string, provider: Provider): never {
  const text = error instanceof Error ? error.message : String(error);
  const said = text.trim().replaceAll(/\s+/g, ' ');
  if (provider !== 'cpu') {
    throw new InvalidInput(
      `Provider "${provider}" does not load this model: ${where}: ${said}. ${remedies[provider]}`,
      { cause: error },
    );
  }
  throw new InvalidInput(`The runtime refuses the model: ${where}: ${said}`, { cause: error });
}

/** What is missing where a provider does not load. */
const remedies: Readonly<Record<Exclude<Provider, 'cpu'>, string>> = {
  cuda: 'It needs CUDA 12 and cuDNN on the loader path, and `ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node`',
  tensorrt:
    'It needs TensorRT beside CUDA 12, and `ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node`',
  webgpu: 'It needs a GPU with a Vulkan driver and libvulkan.so.1',
  dml: 'It exists on Windows only',
  coreml: 'It exists on macOS only',
};
