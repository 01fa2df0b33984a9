import type { World } from '../world.ts';
import { describeTaxon } from './describe.ts';
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

/** The page of a taxon, and the page of its photos. */
export const taxonPages: readonly PageRoute[] = [
  {
    pattern: /^\/taxa\/(\d+)(?:-[^/]*)?$/,
    answer: (match, _, world) => taxonPage(Number(match[1]), world, 'taxon'),
  },
  {
    pattern: /^\/taxa\/(\d+)(?:-[^/]*)?\/browse_photos$/,
    answer: (match, _, world) => taxonPage(Number(match[1]), world, 'photos'),
  },
  { pattern: /^\/taxon_names\.json$/, answer: (_, url, world) => namesOf(url, world) },
];

function taxonPage(id: number, world: World, script: 'taxon' | 'photos'): PageAnswer {
  const found = lookUp(world);
  const taxon = found.taxon.get(id);
  if (taxon === undefined) return notFound();
  const relatives = {
    ancestors: taxon.ancestry.flatMap((above) => {
      const ancestor = found.taxon.get(above);
      return ancestor === undefined ? [] : [describeTaxon(ancestor, found)];
    }),
    children: (found.children.get(id) ?? []).map((child) => describeTaxon(child, found)),
  };
  // The page holds the answer of a service and takes its first result: JSON it is not.
  const answer = { total_results: 1, results: [{ ...describeTaxon(taxon, found), ...relatives }] };
  const inline = `var SERVER_PAYLOAD = { taxon: ${scriptJson(answer)}.results[0], place: null };`;
  const head = `<meta property="og:title" content="${escapeHtml(taxon.name)}">`;
  const page = htmlPage({ title: taxon.name, head, scripts: [{ inline }, { name: script }] });
  return htmlAnswer(page);
}

function namesOf(url: URL, world: World): PageAnswer {
  const taxon = lookUp(world).taxon.get(Number(url.searchParams.get('taxon_id')));
  if (taxon === undefined) return jsonAnswer([]);
  const scientific = { lexicon: 'Scientific Names', position: 0 };
  return jsonAnswer([
    { ...scientific, id: 1, name: taxon.name, is_valid: true },
    ...taxon.synonyms.map((name, i) => ({ ...scientific, id: 2 + i, name, is_valid: false })),
    ...(taxon.commonName === undefined
      ? []
      : [{ id: 0, lexicon: 'English', position: 0, name: taxon.commonName, is_valid: true }]),
  ]);
}
