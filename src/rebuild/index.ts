export { type BuildOptions, type Progress, placements } from './build-options.ts';
export { makePlan, type Plan } from './plan.ts';
export { rebuild } from './rebuild.ts';
