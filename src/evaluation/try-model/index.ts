export type { OutputTrial, Trial } from './trial.ts';
export { type TryOptions, tryModel } from './try-model.ts';
