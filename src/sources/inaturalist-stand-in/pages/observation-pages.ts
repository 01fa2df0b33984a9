import type { World } from '../world.ts';
import { describeObservation } from './describe.ts';
import { lookUp } from './look-up.ts';
import {
  escapeHtml,
  htmlAnswer,
  htmlPage,
  jsonAnswer,
  notFound,
  type PageAnswer,
  type PageRoute,
  scriptJson,
} from './page-route.ts';

/** The page of an observation, and the data that pages load. */
export const observationPages: readonly PageRoute[] = [
  {
    pattern: /^\/observations\/(\d+)$/,
    answer: (match, _, world) => observationPage(Number(match[1]), world),
  },
  {
    pattern: /^\/page-data\/observations$/,
    answer: (_, url, world) => searchObservations(url, world),
  },
  {
    pattern: /^\/page-data\/observations\/([0-9a-f-]{36})$/,
    answer: (match, url, world) => {
      const uuid = match[1];
      const found = world.observations.filter((observation) => observation.uuid === uuid);
      return jsonAnswer({
        results: found.map((one) => describeObservation(one, world, url.origin)),
      });
    },
  },
];

function observationPage(id: number, world: World): PageAnswer {
  const found = lookUp(world);
  const observation = found.observation.get(id);
  if (observation === undefined) return notFound();
  const user = found.observer.get(observation.observerId);
  const creator = user?.name === undefined || user.name.trim() === '' ? user?.login : user.name;
  const inline = `var INITIAL_OBSERVATION_ID = ${scriptJson(String(id))};
var INITIAL_OBSERVATION_UUID = ${scriptJson(observation.uuid)};`;
  const head = `<meta name="DC.creator" content="${escapeHtml(creator ?? '')}">`;
  const title = found.taxon.get(observation.taxonId)?.name ?? 'Unknown';
  const scripts = [{ inline }, { name: 'observation' }];
  return htmlAnswer(htmlPage({ title, head, scripts }));
}

/** Those of a taxon and below, with a photo of the licence, of one of the grades: a page of them. */
function searchObservations({ searchParams, origin }: URL, world: World): PageAnswer {
  const grades = searchParams.get('quality_grade')?.split(',');
  const licence = searchParams.get('photo_license');
  const page = Number(searchParams.get('page') ?? 1);
  const perPage = Number(searchParams.get('per_page') ?? 12);
  const all = lookUp(world).observationsOf.get(Number(searchParams.get('taxon_id'))) ?? [];
  const found = all.filter(
    ({ qualityGrade, photos }) =>
      photos.length > 0 &&
      (grades === undefined || grades.includes(qualityGrade)) &&
      (licence === null || photos.some((photo) => photo.licence === licence)),
  );
  return jsonAnswer({
    total_results: found.length,
    page,
    per_page: perPage,
    results: found
      .slice((page - 1) * perPage, page * perPage)
      .map((one) => describeObservation(one, world, origin)),
  });
}
