import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '../../errors.ts';
import { parseJson } from '../../io/index.ts';
import { type EvaluationResult, parseEvaluationResult } from '../evaluation-result.ts';

/** An evaluation and the file it was read from, by which messages call it. */
export interface NamedEvaluation {
  readonly where: string;
  readonly result: EvaluationResult;
}

const mostBytes = 64 << 20;

/**
 * Reads evaluations that are looked at together.
 *
 * @throws {InvalidInput} when a file is none, or two values are of the same score: which of them
 * counts is not for us to choose
 */
export async function readEvaluations(
  paths: readonly string[],
): Promise<readonly NamedEvaluation[]> {
  const evaluations: NamedEvaluation[] = [];
  for (const path of paths) evaluations.push(await readEvaluation(path));
  refuseDoubles(evaluations);
  return evaluations;
}

/** @throws {InvalidInput} when there is no such file, or it is no evaluation that fits together */
export async function readEvaluation(path: string): Promise<NamedEvaluation> {
  return parseEvaluation(parseJson(await readText(path), path, mostBytes), path);
}

/** @throws {InvalidInput} when it is no evaluation, or none that fits together */
export function parseEvaluation(value: unknown, where: string): NamedEvaluation {
  const evaluation = { where, result: parseEvaluationResult(value, where) };
  refuseMisfits(evaluation);
  refuseDoubles([evaluation]);
  return evaluation;
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw new InvalidInput(`More than ${mostBytes} bytes: ${path}`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput(`No evaluation can be read here, run evaluate: ${path}`, { cause });
  }
}

/** A value must be of a set and a detector that the evaluation has, and an interval have two ends. */
function refuseMisfits({ where, result }: NamedEvaluation): void {
  const sets = new Set(result.sets.map(({ set }) => set));
  const detectors = new Set(result.detectors.map(({ detector }) => detector));
  if (sets.size < result.sets.length) {
    throw new InvalidInput(`A set that is there twice: ${where} at sets`);
  }
  for (const [i, { set, detector }] of result.metrics.entries()) {
    if (!sets.has(set)) throw new InvalidInput(`No such set "${set}": ${where} at metrics[${i}]`);
    if (!detectors.has(detector))
      throw new InvalidInput(`No such detector "${detector}": ${where} at metrics[${i}]`);
  }
  for (const { interval } of [...result.metrics, ...(result.differences ?? [])]) {
    if (interval !== undefined && interval.low > interval.high)
      throw new InvalidInput(
        `An interval that ends before it begins, ${interval.low} to ${interval.high}: ${where}`,
      );
  }
}

function refuseDoubles(evaluations: readonly NamedEvaluation[]): void {
  const seen = new Map<string, string>();
  for (const { where, result } of evaluations) {
    const { model, protocol, inDistribution, sets } = result;
    for (const { set, detector, metric } of result.metrics) {
      const release = sets.find((found) => found.set === set)?.release ?? '';
      const apart = [model.name, protocol.name, inDistribution?.release, release];
      const key = JSON.stringify([...apart, set, detector, metric]);
      const other = seen.get(key);
      if (other !== undefined) {
        throw new InvalidInput(
          `Two values of ${model.name}, ${detector}, ${metric} on ${set} of ${release}, give one: ${other} and ${where}`,
        );
      }
      seen.set(key, where);
    }
  }
}
