export { defaultApi } from './api-address.ts';
export type { AskJson, JsonAnswer } from './ask-json.ts';
export type { LeftOut, LeftOutReason } from './left-out.ts';
export { lookInApi } from './look-at-photos.ts';
export { openSynonyms } from './look-up-synonyms.ts';
export { type ApiSource, type OpenApiOptions, openApi } from './open-api.ts';
