import { autoencoder } from './autoencoder.ts';
import { background } from './background.ts';
import { branch } from './branch.ts';
import type { GraphDetector, PassesDetector } from './detector.ts';
import { dropout } from './dropout.ts';
import { energy } from './energy.ts';
import { entropy } from './entropy.ts';
import { klMatching } from './kl-matching.ts';
import { logitAvg } from './logit-avg.ts';
import { maxLogit } from './max-logit.ts';
import { msp } from './msp.ts';
import { mspSigmoid } from './msp-sigmoid.ts';

/** Every detector on the outputs of a model, by name. */
export const detectors = {
  'max-logit': maxLogit,
  msp,
  'msp-sigmoid': mspSigmoid,
  'kl-matching': klMatching,
  'logit-avg': logitAvg,
  energy,
  entropy,
  background,
  branch,
  dropout,
  autoencoder,
} as const satisfies Readonly<Record<string, GraphDetector | PassesDetector>>;

export type DetectorName = keyof typeof detectors;
