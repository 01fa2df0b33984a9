import { qualityGrades } from '../../../records/index.ts';
import type { WorldObservation } from '../world.ts';
import { type ApiRequest, type ApiResults, idsOf, pageOf, wordsOf } from './api-request.ts';
import { observationShape } from './observation-shape.ts';

/** The licences that version 2 knows; the public domain is not among them. */
const knownLicences = 'cc-by cc-by-nc cc-by-nd cc-by-sa cc-by-nc-nd cc-by-nc-sa cc0'.split(' ');

/** `/observations`: at most 200 a page, within the window of the search engine. */
export function searchObservations(request: ApiRequest): ApiResults {
  const { query, world, origin } = request;
  const found = foundObservations(request);
  const sign = query.get('order') === 'asc' ? 1 : -1;
  const sorted = found.toSorted((a, b) => sign * (a.id - b.id));
  const { page, perPage, items } = pageOf(request, sorted, {
    usual: 30,
    most: 200,
    hasWindow: true,
  });
  return {
    total_results: found.length,
    page,
    per_page: perPage,
    results: items.map((observation) => observationShape(observation, { world, origin })),
  };
}

/** Every observation that a search means; version 1 alone takes UUIDs. */
export function foundObservations(request: ApiRequest): readonly WorldObservation[] {
  const { query, world, version } = request;
  const ids = idsOf(request, 'id');
  const uuids = version === 'v1' ? wordsOf(request, 'uuid', []) : undefined;
  const taxa = idsOf(request, 'taxon_id');
  const without = idsOf(request, 'without_taxon_id');
  const grades = wordsOf(request, 'quality_grade', qualityGrades);
  const licences = wordsOf(request, 'photo_license', knownLicences);
  const above = Number(query.get('id_above') ?? 0);
  const below = Number(query.get('id_below') ?? Number.POSITIVE_INFINITY);
  return world.observations.filter((observation) => {
    const { id, uuid, qualityGrade, photos } = observation;
    return (
      (ids === undefined || ids.has(id)) &&
      (uuids === undefined || uuids.has(uuid)) &&
      id > above &&
      id < below &&
      (taxa === undefined || world.isBelow(observation, taxa)) &&
      (without === undefined || !world.isBelow(observation, without)) &&
      (grades === undefined || grades.has(qualityGrade)) &&
      (licences === undefined || photos.some(({ licence = '' }) => licences.has(licence))) &&
      agrees(
        query.get('photo_licensed'),
        photos.some(({ licence }) => licence !== undefined),
      ) &&
      agrees(query.get('photos'), photos.length > 0) &&
      agrees(query.get('taxon_is_active'), world.taxonOf(observation.taxonId)?.isActive === true)
    );
  });
}

/** A question of yes or no that may not have been asked. */
function agrees(asked: string | null, is: boolean): boolean {
  return asked === null || !['true', 'false'].includes(asked) || asked === String(is);
}
