import {
  detectors,
  type FittedDetector,
  fittedDetectors,
  type GraphDetector,
  type PassesDetector,
} from '../detectors/index.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelTask } from '../records/index.ts';

/** The detectors of one evaluation, by how they come to their scores. */
export interface ChosenDetectors {
  /** In the order in which they were named: the first is the one that others are compared with. */
  readonly names: readonly string[];
  readonly inGraph: readonly GraphDetector[];
  readonly onFeatures: readonly FittedDetector[];
  /** Those that compare several passes. */
  readonly passes: readonly PassesDetector[];
}

/** What is taken where none is named: the two that the paper compares everywhere. */
const usual: Readonly<Record<ModelTask, readonly string[]>> = {
  multiclass: ['msp', 'max-logit'],
  segmentation: ['msp', 'max-logit'],
  multilabel: ['msp-sigmoid', 'max-logit'],
};

/** Every detector by name. */
function detectorNames(): readonly string[] {
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
  const passes: PassesDetector[] = [];
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) throw new InvalidInput(`Detector named twice: ${name}`);
    const fitted = fittedDetectors.find((candidate) => candidate.name === name);
    if (fitted !== undefined) {
      onFeatures.push(onImages(fitted, task));
      continue;
    }
    const detector = knownDetector(name);
    if (detector.kind === 'passes') passes.push(detector);
    else inGraph.push(detector);
  }
  return { names, inGraph, onFeatures, passes };
}

function knownDetector(name: string): GraphDetector | PassesDetector {
  const known: Readonly<Record<string, GraphDetector | PassesDetector>> = detectors;
  const detector = Object.hasOwn(known, name) ? known[name] : undefined;
  if (detector === undefined) {
    throw new InvalidInput(`No detector "${name}" (there are ${detectorNames().join(', ')})`);
  }
  return detector;
}

function onImages(detector: FittedDetector, task: ModelTask): FittedDetector {
  if (task !== 'segmentation') return detector;
  throw new InvalidInput(
    `Detector ${detector.name} judges the features of an image, and a segmentation has pixels`,
  );
}
