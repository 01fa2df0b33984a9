export { type BuildOptions, type Progress, placements } from './build-options.ts';
export { makePlan, type Plan } from './plan.ts';
export { rebuild } from './rebuild.ts';
export { type Recheck, recheckRelease } from './recheck/recheck-release.ts';
export { sourceKindOf } from './source-kind.ts';
export { prepareSpecies, type SpeciesSetup } from './species/prepare-species.ts';
export { previewSpecies } from './species/preview-species.ts';
export { rebuildSpecies } from './species/rebuild-species.ts';
