import {
  detectors,
  type FittedDetector,
  fittedDetectors,
  type GraphDetector,
} from '../detectors/index.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelTask } from '../records/index.ts';

/** The detectors of one evaluation, by how they come to their scores. */
export interface ChosenDetectors {
  /** In the order in which they were named: the first is the one that others are compared with. */
  readonly names: readonly string[];
  readonly inGraph: readonly GraphDetector[];
  readonly onFeatures: readonly FittedDetector[];
}

/** What is taken where none is named: the two that the paper compares everywhere. */
const usual: Readonly<Record<ModelTask, readonly string[]>> = {
  multiclass: ['msp', 'max-logit'],
  segmentation: ['msp', 'max-logit'],
  multilabel: ['msp-sigmoid', 'max-logit'],
};

/** Every detector by name. */
export function detectorNames(): readonly string[] {
  return [...Object.keys(detectors), ...fittedDetectors.map(({ name }) => name)];
}

/** @throws {InvalidInput} for a name that no detector has, or one that comes twice */
export function chooseDetectors(
  named: readonly string[] | undefined,
  task: ModelTask,
): ChosenDetectors {
  const names = named ?? usual[task];
  const inGraph: GraphDetector[] = [];
  const onFeatures: FittedDetector[] = [];
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) throw new InvalidInput(`Detector named twice: ${name}`);
    const fitted = fittedDetectors.find((candidate) => candidate.name === name);
    if (fitted !== undefined) onFeatures.push(onImages(fitted, task));
    else inGraph.push(graphDetector(name));
  }
  return { names, inGraph, onFeatures };
}

function graphDetector(name: string): GraphDetector {
  const known: Readonly<Record<string, GraphDetector | { readonly kind: 'passes' }>> = detectors;
  const detector = Object.hasOwn(known, name) ? known[name] : undefined;
  if (detector === undefined) {
    throw new InvalidInput(`No detector "${name}" (there are ${detectorNames().join(', ')})`);
  }
  if (detector.kind === 'passes') {
    throw new InvalidInput(
      `Detector ${name} compares several passes of a model that keeps its dropout, and this evaluation makes one`,
    );
  }
  return detector;
}

function onImages(detector: FittedDetector, task: ModelTask): FittedDetector {
  if (task !== 'segmentation') return detector;
  throw new InvalidInput(
    `Detector ${detector.name} judges the features of an image, and a segmentation has pixels`,
  );
}
