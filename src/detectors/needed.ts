import { InvalidInput } from '../errors.ts';
import type { DetectorSettings, Need } from './detector.ts';

/** @throws {InvalidInput} where the tensor is not there */
export function neededTensor<T>(
  tensors: Readonly<Partial<Record<Need | 'input', T>>>,
  name: Need | 'input',
  detector: string,
): T {
  const tensor = tensors[name];
  if (tensor !== undefined) return tensor;
  throw new InvalidInput(`Detector ${detector} needs a tensor that was not named: ${name}`);
}

/** @throws {InvalidInput} where it was not told */
export function neededSetting<Name extends keyof DetectorSettings>(
  settings: DetectorSettings,
  name: Name,
  detector: string,
): NonNullable<DetectorSettings[Name]> {
  const setting = settings[name];
  if (setting !== undefined) return setting as NonNullable<DetectorSettings[Name]>;
  throw new InvalidInput(`Detector ${detector} needs a setting that is missing: ${name}`);
}
