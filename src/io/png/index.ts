export { assemblePng } from './assemble-png.ts';
export {
  countValues,
  expandRuns,
  hashLabels,
  type LabelRuns,
  mapValues,
  runsOf,
} from './label-runs.ts';
export { type ColourImage, readMask } from './read-mask.ts';
export { writeMask } from './write-mask.ts';
export { writeRgb } from './write-rgb.ts';
