import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput, RemoteFailure } from '../../errors.ts';
import {
  type Budgets,
  type Fetcher,
  hostOf,
  openBudgets,
  openFetcher,
  runAtMost,
  systemClock,
  withStorageErrors,
} from '../../io/index.ts';
import {
  type AskJson,
  type INaturalistSource,
  openSynonyms,
  type PhotoSize,
  type PhotoSource,
  type SpeciesTaxon,
} from '../../sources/index.ts';
import { type PhotoOrder, photoPath } from './acquire-photo.ts';
import { openWay } from './open-way.ts';
import { budgetsWithOwn } from './own-budgets.ts';
import { type From, parseFrom, parseNames } from './parse-from.ts';
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
  const { clock = systemClock } = options;
  await withStorageErrors(options.workFolder, () => mkdir(options.workFolder, { recursive: true }));
  const budgets = openBudgets(join(options.workFolder, 'budgets.sqlite'), {
    plan: budgetsWithOwn(own),
    now: clock.now,
  });
  const allowedHosts = own.map((url) => hostOf(new URL(url)));
  try {
    const fetcher = openFetcher({ contact: options.contact, budgets, allowedHosts, clock });
    const askJson = jsonAsker(fetcher, options);
    const source = await openWay(from, { ...options, fetcher, askJson, photosUrl });
    const given = { source, fetcher, askJson, budgets, photosUrl, from, names, size };
    return servicesOf(given, options);
  } catch (error) {
    budgets.close();
    throw error;
  }
}

interface Opened {
  readonly source: PhotoSource;
  readonly fetcher: Fetcher;
  readonly askJson: AskJson;
  readonly budgets: Budgets;
  readonly photosUrl: string;
  readonly from: From;
  readonly names: ReturnType<typeof parseNames>;
  readonly size: PhotoSize;
}

function servicesOf(
  { source, fetcher, askJson, budgets, photosUrl, from, names, size }: Opened,
  options: SpeciesOptions,
): Services {
  return {
    source,
    names: namesText(from.way, names?.url),
    withSynonyms:
      names === undefined ? async (species) => species : openSynonyms(names.url, askJson),
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
      fetcher.close();
      budgets.close();
    },
  };
}

/** @throws {InvalidInput} for what is no address of a server */
function photosUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.search}${url.hash}` !== '') {
    throw new InvalidInput(`Not the address of photos "${text}": --photos`);
  }
  return text.replace(/\/+$/, '');
}

function namesText(way: string, url: string | undefined): string {
  if (way === 'api') return 'the same API';
  return url === undefined ? 'nowhere' : 'the API of iNaturalist';
}

/** Answers of the API have at most 200 observations, each with all that people said of it. */
const mostJsonBytes = 64 << 20;
const usualJsonBytes = 200_000;

function jsonAsker(fetcher: Fetcher, { signal }: SpeciesOptions): AskJson {
  return async (url) => {
    const answer = await fetcher.fetchJson(url, {
      mostBytes: mostJsonBytes,
      expectedBytes: usualJsonBytes,
      signal,
    });
    if (answer.kind === 'fetched') return { value: answer.value, bytes: answer.size };
    const what = answer.kind === 'refused' ? answer.detail : 'Nothing has changed';
    throw new RemoteFailure(`${what}: ${url}`, { url, retryable: false });
  };
}
