export type {
  DetectorSettings,
  GraphDetector,
  Need,
  PassesDetector,
  PieceContext,
  PlainContext,
} from './detector.ts';
export { type DetectorName, detectors } from './detectors.ts';
export { PosteriorVariance } from './dropout.ts';
export { type KlTemplates, neverPredicted, TemplateSums } from './kl-templates.ts';
export type { Values } from './rows.ts';
export { parseTemplates, templateBytes } from './template-file.ts';
