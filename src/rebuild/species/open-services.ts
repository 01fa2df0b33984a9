import { InvalidInput } from '../../errors.ts';
import { type Fetcher, hostOf, runAtMost } from '../../io/index.ts';
import type { INaturalistSource } from '../../records/index.ts';
import { openSynonyms, type PhotoSource, type SpeciesTaxon } from '../../sources/index.ts';
import { type PhotoOrder, photoPath } from './acquire-photo.ts';
import { openNetwork } from './open-network.ts';
import { openWay } from './open-way.ts';
import { parseFrom, parseNames } from './parse-from.ts';
import type { SpeciesOptions } from './species-options.ts';
import { secondsUnderBudget } from './time-under-budget.ts';

/** Everything outside that a build of species asks. */
export interface Services {
  readonly source: PhotoSource;
  /** Where synonyms come from, in words. */
  readonly names: string;
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
  readonly fetcher: Fetcher;
  /** Address of the photos, without a slash at its end. */
  readonly photosUrl: string;
  /** Sizes of photos in bytes, of those that are there. */
  readonly askSizes: (orders: readonly PhotoOrder[]) => Promise<readonly (number | undefined)[]>;
  /** Requests and bytes so far, of all hosts. */
  readonly spent: () => { readonly requests: number; readonly bytes: number };
  /** What so many photos take at least. */
  readonly secondsUnderBudget: (cost: { requests: number; bytes: number }) => number;
  readonly close: () => Promise<void>;
}

/** @throws {InvalidInput} for a contact, an address or a folder that is none */
export async function openServices(
  { photos, size }: INaturalistSource,
  options: SpeciesOptions,
): Promise<Services> {
  const from = parseFrom(options.from);
  const names = from.way === 'api' ? undefined : parseNames(options.names);
  const photosUrl = photosUrlOf(options.photos ?? photos);
  // What the user names may lie anywhere; what data names must be of the public internet.
  const own = [
    ...(options.photos === undefined ? [] : [photosUrl]),
    ...(from.way !== 'open-data' && from.isOwn ? [from.url] : []),
    ...(names?.isOwn === true ? [names.url] : []),
  ];
  const { fetcher, budgets, askJson, close } = await openNetwork(own, options);
  const source = await openWay(from, { ...options, fetcher, askJson, photosUrl }).catch((error) => {
    close();
    throw error;
  });
  return {
    source,
    names: namesText(from.way, names?.url),
    withSynonyms: names === undefined ? unchanged : openSynonyms(names.url, askJson),
    fetcher,
    photosUrl,
    askSizes: (orders) =>
      runAtMost(8, orders, (order) =>
        fetcher.askSize(`${photosUrl}/${photoPath(order.photo, size)}`, { signal: options.signal }),
      ),
    spent: () => fetcher.usage.total,
    secondsUnderBudget: (cost) =>
      secondsUnderBudget(budgets.budgetOf(hostOf(new URL(photosUrl))), cost),
    async close() {
      await source.close();
      close();
    },
  };
}

/** Where synonyms are looked up nowhere. */
export async function unchanged(species: readonly SpeciesTaxon[]) {
  return species;
}

/** @throws {InvalidInput} for what is no address of a server */
function photosUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.search}${url.hash}` !== '') {
    throw new InvalidInput(`Not the address of photos "${text}": --photos`);
  }
  return text.replace(/\/+$/, '');
}

export function namesText(way: string, url: string | undefined): string {
  if (way === 'api') return 'the same API';
  return url === undefined ? 'nowhere' : 'the API of iNaturalist';
}
