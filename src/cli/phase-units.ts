import type { Progress } from '../rebuild/index.ts';

/** What is counted in each phase of a build. */
export const phaseUnits: Readonly<Record<Progress['phase'], string>> = {
  identify: 'files',
  plan: 'species',
  fetch: 'photos',
  generate: 'images',
  inspect: 'images',
  place: 'files',
  judge: 'releases',
};
