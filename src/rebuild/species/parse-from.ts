import { homedir } from 'node:os';
import { InvalidInput } from '../../errors.ts';
import { defaultApi } from '../../sources/index.ts';

/** Where candidates come from, as a user says it. */
export type From =
  | { readonly way: 'open-data'; readonly folder: string }
  | { readonly way: 'api'; readonly url: string; readonly isOwn: boolean }
  | { readonly way: 'web'; readonly url: string; readonly isOwn: boolean };

const defaultSite = 'https://www.inaturalist.org';

/**
 * Reads `open-data:DIR`, `api[:URL]`, `web[:URL]`; a plain folder is one of open data.
 *
 * @throws {InvalidInput} for anything else
 */
export function parseFrom(text: string): From {
  const [, way, rest] = /^(open-data|api|web)(?::(.*))?$/s.exec(text) ?? [];
  if (way === 'api' || way === 'web') {
    const url = rest ?? (way === 'api' ? defaultApi : defaultSite);
    if (URL.canParse(url)) return { way, url, isOwn: rest !== undefined };
    throw new InvalidInput(`Not a web address "${url}": --from ${way}`);
  }
  const folder = way === 'open-data' ? rest : text;
  if (folder === undefined || folder === '' || /^[a-z-]+:/.test(folder)) {
    throw new InvalidInput(`Not open-data:DIR, api[:URL] or web[:URL] "${text}": --from`);
  }
  // Behind a colon no shell does this.
  return { way: 'open-data', folder: folder.replace(/^~(?=\/|$)/, homedir()) };
}

/** Where synonyms are looked up that the source lacks; `undefined`: nowhere. */
export function parseNames(text: string | undefined): { url: string; isOwn: boolean } | undefined {
  if (text === 'none') return undefined;
  const from = parseFrom(text ?? 'api');
  if (from.way === 'api') return from;
  throw new InvalidInput(`Not api[:URL] or none "${text}": --names`);
}
