export { defaultApi } from './api-address.ts';
export type { AskJson } from './ask-json.ts';
export { lookInApi } from './look-at-photos.ts';
export { openSynonyms } from './look-up-synonyms.ts';
export { openApi } from './open-api.ts';
