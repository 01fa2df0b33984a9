export {
  countValues,
  expandRuns,
  hashLabels,
  type LabelRuns,
  mapValues,
  runsOf,
} from './label-runs.ts';
export type { PngHeader } from './png-chunks.ts';
export { type ColourImage, type LabelImage, readMask } from './read-mask.ts';
export { writeMask } from './write-mask.ts';
