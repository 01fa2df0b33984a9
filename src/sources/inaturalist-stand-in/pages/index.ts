import { readFileSync } from 'node:fs';
import { observationPages } from './observation-pages.ts';
import type { PageRoute } from './page-route.ts';
import { taxonPages } from './taxon-pages.ts';

export type { PageRoute } from './page-route.ts';

/**
 * The pages of a made-up iNaturalist, with the addresses, variables and markup that a visitor's
 * browser meets on the real one, as far as they are read here. Their scripts draw them: without a
 * browser they hold nothing.
 */
export const pageRoutes: readonly PageRoute[] = [
  {
    pattern: /^\/robots\.txt$/,
    answer: () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'User-agent: *\nAllow: /\nDisallow: /login\n',
    }),
  },
  ...taxonPages,
  ...observationPages,
  {
    pattern: /^\/page-scripts\/(draw|taxon|photos|observation)\.js$/,
    answer: (match) => {
      const path = new URL(`scripts/${match[1]}.js`, import.meta.url);
      const headers = { 'content-type': 'text/javascript; charset=utf-8' };
      return { status: 200, headers, body: readFileSync(path, 'utf8') };
    },
  },
];
