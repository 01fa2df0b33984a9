/** Where releases go when the user names no folder, below the current one. */
export const defaultReleasesFolder = 'data/releases';

/** Where the demo paints its source and builds its release. */
export const demoFolder = 'data/work/demo';

/** Where sources are made that are computed, below the current folder. */
export const defaultGeneratedFolder = 'data/work/generated';

/** Where pinned downloads go, below the current folder. */
export const defaultRawFolder = 'data/raw';

/** What is kept between builds: budgets of servers, what is prepared of large sources. */
export const defaultWorkFolder = 'data/work';

/** Where pinned models are looked for. */
export const defaultModelsFolder = 'data/raw/models';

/** Where scores are kept, a folder for each set of images under each model. */
export const defaultEvaluationsFolder = 'data/work/evaluations';
