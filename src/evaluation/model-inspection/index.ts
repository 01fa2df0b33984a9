export {
  type InspectOptions,
  inspectModelFile,
  type ModelInspection,
} from './inspect-model-file.ts';
export type { ClassList } from './model-findings.ts';
export { proposeManifest } from './propose-manifest.ts';
