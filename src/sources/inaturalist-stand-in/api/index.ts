import { jsonReply, type Route, type StandInReply } from '../route.ts';
import { ApiRefusal, type ApiVersion, refusalReply } from './api-refusal.ts';
import type { ApiRequest, ApiResults } from './api-request.ts';
import { countSpecies } from './count-species.ts';
import { parseFields, selectFields } from './fields.ts';
import { searchObservations } from './search-observations.ts';
import { searchTaxa, showTaxa } from './search-taxa.ts';
import { showObservations } from './show-observations.ts';

type Endpoint = (request: ApiRequest) => ApiResults;

/** By path below the version; what version 2 selects from each. */
const endpoints: readonly (readonly [path: string, kind: string, endpoint: Endpoint])[] = [
  ['observations/species_counts', 'taxonCount', countSpecies],
  ['observations', 'observation', searchObservations],
  ['observations/([0-9A-Za-z,-]+)', 'observation', showObservations],
  ['taxa/([0-9,]+)', 'taxon', showTaxa],
  ['taxa', 'taxon', searchTaxa],
];

/**
 * The API in both versions. They answer alike; version 2 tells of each record only what `fields` asks
 * for, refuses values it does not know, and has another form of error.
 *
 * @see https://github.com/inaturalist/iNaturalistAPI
 */
export function apiRoutes(): readonly Route[] {
  return (['v1', 'v2'] as const).flatMap((version) =>
    endpoints.map(([path, kind, endpoint]) => ({
      path: new RegExp(`^/${version}/${path}$`),
      answer({ url, groups, origin, world }) {
        const query = url.searchParams;
        const request = { version, query, ids: groups[0] ?? '', origin, world };
        return answered(version, () => {
          const { results, ...page } = endpoint(request);
          if (version === 'v1') return jsonReply(200, { ...page, results });
          const fields = parseFields(query.get('fields') ?? '');
          const selected = results.map((item) => selectFields(item, fields, kind));
          // A fetch by ids that finds nothing is not found, and still has the form of an answer.
          const status = groups.length > 0 && results.length === 0 ? 404 : 200;
          return jsonReply(status, { ...page, results: selected });
        });
      },
    })),
  );
}

function answered(version: ApiVersion, answer: () => StandInReply): StandInReply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiRefusal) return refusalReply(version, error);
    throw error;
  }
}
