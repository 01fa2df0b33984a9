import type { WorldIndex } from '../world-index.ts';
import { ApiRefusal, type ApiVersion } from './api-refusal.ts';

export interface ApiRequest {
  readonly version: ApiVersion;
  readonly query: URLSearchParams;
  /** Of the path, as it stands there. */
  readonly ids: string;
  readonly origin: string;
  readonly world: WorldIndex;
}

/** As the API sends it. */
export interface ApiResults {
  readonly total_results: number;
  readonly page: number;
  readonly per_page: number;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/** Ids of a parameter; `undefined` where it is not given. */
export function idsOf(
  { query, version }: ApiRequest,
  name: string,
): ReadonlySet<number> | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const ids = text.split(',').map(Number);
  if (version === 'v2' && !ids.every(Number.isInteger)) throw invalid(name, 'must be integer');
  return new Set(ids);
}

/** Words of a parameter. Version 2 refuses those it does not know. */
export function wordsOf(
  { query, version }: ApiRequest,
  name: string,
  known: readonly string[],
): ReadonlySet<string> | undefined {
  const text = query.get(name);
  if (text === null || text === '' || text === 'any') return undefined;
  const words = text.toLowerCase().split(',');
  if (version === 'v2' && !words.every((word) => known.includes(word))) {
    throw invalid(name, 'must be equal to one of the allowed values');
  }
  return new Set(words);
}

/** What lies beyond, the search engine does not count. */
const resultWindow = 10_000;

/**
 * One page of what was found.
 *
 * @throws {ApiRefusal} beyond the window of the search engine, where it has one
 */
export function pageOf<T>(
  { query }: ApiRequest,
  found: readonly T[],
  { usual, most, hasWindow }: PageRule,
): { readonly page: number; readonly perPage: number; readonly items: readonly T[] } {
  const asked = Number(query.get('per_page') ?? '') || usual;
  const perPage = asked < 1 ? usual : Math.min(asked, most);
  const page = Math.max(1, Number(query.get('page') ?? '') || 1);
  if (hasWindow && page * perPage > resultWindow) {
    throw new ApiRefusal(
      'window',
      `Result window is too large, page x size must be less than or equal to [${resultWindow}]. Please narrow your search, or use a sliding window approach with id_above or id_below params.`,
    );
  }
  return { page, perPage, items: found.slice((page - 1) * perPage, page * perPage) };
}

interface PageRule {
  readonly usual: number;
  readonly most: number;
  readonly hasWindow: boolean;
}

export function invalid(name: string, message: string): ApiRefusal {
  return new ApiRefusal('invalid', `${name} ${message}`);
}
