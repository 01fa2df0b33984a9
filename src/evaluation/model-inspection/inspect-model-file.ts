import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { hashBytes } from '../../io/index.ts';
import { inspectModel, largestModelBytes, type ModelSummary } from '../../onnx/index.ts';
import { type Finding, type Sha256, type Verdict, verdictOf } from '../../records/index.ts';
import { type Trial, type TryOptions, tryModel } from '../try-model/index.ts';
import { type ClassList, modelFindings } from './model-findings.ts';

/** What a model file says of itself, what came of running it, and what does not fit. */
export interface ModelInspection {
  /** Its name without folders. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly summary: ModelSummary;
  /** `undefined` where it was not to be run. */
  readonly trial: Trial | undefined;
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

export interface InspectOptions extends TryOptions {
  /** Class lists that the number of outputs is held against. */
  readonly lists: readonly ClassList[];
  /** The list that the model is said to be of. */
  readonly expected?: ClassList | undefined;
  /** Run the model once. */
  readonly isTried: boolean;
}

/** @throws {InvalidInput} where there is no such file, or where it is no ONNX model */
export async function inspectModelFile(
  path: string,
  { lists, expected, isTried, ...options }: InspectOptions,
): Promise<ModelInspection> {
  const model = await readWhole(path);
  const summary = inspectModel(model, path);
  const trial = isTried ? await tryModel(path, options) : undefined;
  const findings = modelFindings(summary, { trial, lists, expected });
  return {
    file: basename(path),
    bytes: model.length,
    sha256: hashBytes(model),
    summary,
    trial,
    findings,
    verdict: verdictOf(findings),
  };
}

async function readWhole(path: string): Promise<Uint8Array> {
  const about = await stat(path).catch((cause: unknown) => {
    throw new InvalidInput(`No such file: ${path}`, { cause });
  });
  if (!about.isFile()) throw new InvalidInput(`Not a file: ${path}`);
  if (about.size > largestModelBytes) {
    throw new InvalidInput(`More than 2 GiB, which no ONNX file may have: ${path}`);
  }
  return readFile(path);
}
