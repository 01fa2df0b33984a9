import { unsafePathReason } from '../records/index.ts';
import type { ElementType } from './element-type.ts';

/** What an ONNX file says of itself, as far as it is needed to feed, run and extend the model. */
export interface ModelSummary {
  readonly irVersion: number;
  /** Name and version of what wrote the file, empty where it does not say. */
  readonly producer: string;
  /** Operator sets by domain, as the file lists them; `''` is the standard one. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** Version of the standard operator set; 0 where the file imports none. */
  readonly opset: number;
  /** What the caller feeds: inputs of the graph that no initialiser fills. */
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  /** Of the graph itself, without graphs inside of nodes. */
  readonly initialisers: number;
  /** Of the graph, of graphs inside its nodes and of the file's own functions. */
  readonly nodes: number;
  /** How often each operator occurs, by name (with its domain where it is not a standard one). */
  readonly operators: readonly { readonly name: string; readonly count: number }[];
  /** Files that hold tensors of this model, relative to its folder, each once, sorted. */
  readonly externalFiles: readonly string[];
}

export interface ModelTensor {
  readonly name: string;
  /** `unknown` where the file does not say, or where the value is no tensor. */
  readonly elementType: ElementType;
  /** `undefined` where the file gives no shape. */
  readonly dims: readonly Dimension[] | undefined;
}

/** A size, the name of a size, or `undefined` where the file says neither. */
export type Dimension = number | string | undefined;

/**
 * The external files that must not be opened, each with the reason: they would be looked for outside
 * the model's folder. Empty for a model that keeps to its folder, or that has no external data.
 */
export function filesOutsideFolder({
  externalFiles,
}: ModelSummary): readonly { readonly file: string; readonly reason: string }[] {
  return externalFiles.flatMap((file) => {
    const reason = unsafePathReason(file);
    return reason === undefined ? [] : [{ file, reason }];
  });
}

/** The output of that name, or `undefined`. */
export function outputOf({ outputs }: ModelSummary, name: string): ModelTensor | undefined {
  return outputs.find((output) => output.name === name);
}
