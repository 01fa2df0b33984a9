import { ApiRefusal } from './api-refusal.ts';
import { type ApiRequest, type ApiResults, invalid } from './api-request.ts';
import { observationShape } from './observation-shape.ts';

/** Ids that one path may name. */
const mostIds = 200;

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `/observations/<ids>`, the newest first. Version 1 takes numbers, and refuses more than 200 of them;
 * version 2 takes UUIDs, and passes over those behind the first 200.
 */
export function showObservations(request: ApiRequest): ApiResults {
  const { world, origin, version } = request;
  const asked = request.ids.split(',').filter((id) => id !== '');
  const isFound = version === 'v1' ? byNumber(asked) : byUuid(asked);
  const found = world.observations.filter(isFound).toSorted((a, b) => b.id - a.id);
  return {
    total_results: found.length,
    page: 1,
    per_page: asked.length,
    results: found.map((observation) => observationShape(observation, { world, origin })),
  };
}

type IsFound = (observation: { readonly id: number; readonly uuid: string }) => boolean;

function byNumber(asked: readonly string[]): IsFound {
  if (asked.length > mostIds) throw new ApiRefusal('invalid', 'Too many IDs');
  const ids = new Set(asked);
  return ({ id }) => ids.has(String(id));
}

function byUuid(asked: readonly string[]): IsFound {
  if (!asked.every((id) => uuidForm.test(id))) throw invalid('uuid', 'must match format "uuid"');
  const uuids = new Set(asked.slice(0, mostIds).map((id) => id.toLowerCase()));
  return ({ uuid }) => uuids.has(uuid);
}
