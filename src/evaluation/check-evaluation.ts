import { InvalidInput } from '../errors.ts';
import type { Evaluation } from './evaluation.ts';
import type { MapSize } from './scored-model/model-logits.ts';
import { checkPasses } from './scored-model/passes-model.ts';
import { checkReconstruction } from './scored-model/reconstruction-model.ts';
import { checkScales } from './scored-model/scales-model.ts';

/**
 * Refuses what cannot be evaluated before anything is scored.
 *
 * @throws {InvalidInput} when model, detectors, protocol and releases do not fit each other
 */
export function checkEvaluation(evaluation: Evaluation): void {
  checkImages(evaluation);
  checkLearners(evaluation);
  const { reconstruction, detectors } = evaluation;
  checkPasses(evaluation.model, detectors);
  checkScales(evaluation.model, detectors);
  checkReconstruction(evaluation.model, detectors, reconstruction);
  const { model, protocol } = evaluation;
  const { task, name, input } = model.manifest;
  if (task !== 'segmentation' && protocol.content.aggregation === 'per-image') {
    throw new InvalidInput(
      `Protocol ${protocol.content.name} averages over the pixels of images, and model ${name} gives images one score each`,
    );
  }
  if (task === 'segmentation' && input.crop !== undefined) {
    throw new InvalidInput(
      `Model ${name} sees the middle of an image, and masks are of the whole: take its crop out of the manifest`,
    );
  }
}

function checkImages({ model, inDistribution, anomalous }: Evaluation): void {
  const { task, name } = model.manifest;
  const hasMasks = anomalous.list.every(({ mask }) => mask !== undefined);
  if (task === 'segmentation' && !hasMasks) {
    throw new InvalidInput(
      `Model ${name} judges pixels, and ${anomalous.release} has no masks: take a release of masks`,
    );
  }
  if (task === 'segmentation' && inDistribution !== undefined) {
    throw new InvalidInput(
      `Model ${name} judges pixels, which masks tell apart: leave --id out for ${anomalous.release}`,
    );
  }
  const withMask = [anomalous, ...(inDistribution ? [inDistribution] : [])].find(({ list }) =>
    list.some(({ mask }) => mask !== undefined),
  );
  if (task !== 'segmentation' && withMask !== undefined) {
    throw new InvalidInput(
      `Model ${name} judges images as wholes, and those of ${withMask.release} have masks: take a release of images`,
    );
  }
  if (task !== 'segmentation' && inDistribution === undefined) {
    throw new InvalidInput(
      `Images to tell ${anomalous.release} from are missing: name a release, or a split of it, with --id`,
    );
  }
}

function checkLearners({ detectors, fitOn }: Evaluation): void {
  const learners = [
    ...detectors.onFeatures.map((detector) => detector.name),
    ...detectors.names.filter((detector) => detector === 'kl-matching'),
  ];
  if (learners.length > 0 && fitOn === undefined) {
    throw new InvalidInput(
      `Detectors learn from in-distribution images (${learners.join(', ')}): name a release, or a split, with --fit`,
    );
  }
}

/** All masks of one size: maps are brought to it inside the graph. */
export function mapSizeOf({ model, anomalous }: Evaluation): MapSize | undefined {
  if (model.manifest.task !== 'segmentation') return undefined;
  const [first] = anomalous.list;
  const size = first?.mask;
  const odd = anomalous.list.find(
    ({ mask }) => mask?.width !== size?.width || mask?.height !== size?.height,
  );
  if (odd !== undefined) {
    throw new InvalidInput(
      `Masks differ in size, as that of ${odd.id}, and maps are brought to one: ${anomalous.release}`,
    );
  }
  return size === undefined ? undefined : { width: size.width, height: size.height };
}
