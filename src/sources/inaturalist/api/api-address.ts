import { InvalidInput } from '../../../errors.ts';

/** What `--from api` means. */
export const defaultApi = 'https://api.inaturalist.org/v2';

/** Where the two versions of the API are, without a slash at the end. */
export interface ApiAddress {
  /** The one that is asked for observations. */
  readonly version: 'v1' | 'v2';
  readonly observations: string;
  /** Always version 1, beside the other: version 2 does not tell the names of a taxon. */
  readonly taxa: string;
}

/**
 * Reads an address that ends in `/v1` or `/v2`.
 *
 * @throws {InvalidInput} when it is no address or names neither version
 */
export function parseApiAddress(text: string): ApiAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidInput(`Not a web address "${text}": address of the API`);
  }
  const version = /\/(v[12])\/?$/.exec(url.pathname)?.[1] as ApiAddress['version'] | undefined;
  if (version === undefined || url.search !== '' || url.hash !== '') {
    throw new InvalidInput(`Address does not end in /v1 or /v2 "${text}": address of the API`);
  }
  const base = url.href.replace(/\/v[12]\/?$/, '');
  return { version, observations: `${base}/${version}`, taxa: `${base}/v1` };
}
