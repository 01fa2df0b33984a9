import { InvalidInput } from '../../errors.ts';
import type { NamedEvaluation } from '../claims/index.ts';
import type { EvaluatedImages, EvaluationResult } from '../evaluation-result.ts';

/**
 * Two evaluations are compared where they measure the same: the same images under the same protocol,
 * with models of as many classes. Models, detectors and runtimes may differ: that is what is compared.
 *
 * @throws {InvalidInput} naming all that differs
 */
export function checkComparable(result: EvaluationResult, earlier: NamedEvaluation): void {
  const other = earlier.result;
  const pairs: readonly (readonly [string, string, string])[] = [
    ['protocol', protocolText(result), protocolText(other)],
    ['task', result.model.task, other.model.task],
    ['number of classes', `${result.model.classes}`, `${other.model.classes}`],
    ['in-distribution images', imagesText(result.inDistribution), imagesText(other.inDistribution)],
    ...setPairs(result, other),
  ];
  const differing = pairs.filter(([, now, before]) => now !== before);
  if (differing.length === 0) return;
  const said = differing.map(([what, now, before]) => `${what} (${now} here, ${before} there)`);
  throw new InvalidInput(
    `The earlier evaluation measures something else, by ${said.join(', ')}: ${earlier.where}`,
  );
}

function protocolText({ protocol }: EvaluationResult): string {
  return `${protocol.name} ${protocol.sha256.slice(0, 12)}`;
}

function imagesText(images: EvaluatedImages | undefined): string {
  if (images === undefined) return 'none';
  const { release, releaseSha256, split, images: count } = images;
  return `${count} of ${release} ${split} ${releaseSha256.slice(0, 12)}`;
}

function setPairs(now: EvaluationResult, before: EvaluationResult) {
  const names = [...new Set([...now.sets, ...before.sets].map(({ set }) => set))];
  return names.map((name) => {
    const textOf = ({ sets }: EvaluationResult) => imagesText(sets.find(({ set }) => set === name));
    return [`set ${name}`, textOf(now), textOf(before)] as const;
  });
}
