import type { ServerResponse } from 'node:http';
import test from 'ava';
import { InvalidInput, RemoteFailure } from '../../../../src/errors.ts';
import { compareText, type GroupQuery, type Skipped } from '../../../../src/records/index.ts';
import { drawOf } from '../../../../src/sources/inaturalist/draw.ts';
import type {
  PhotoCandidate,
  SpeciesTaxon,
} from '../../../../src/sources/inaturalist/photo-source.ts';
import {
  openWebSource,
  type WebSourceOptions,
} from '../../../../src/sources/inaturalist/web/index.ts';
import type { World, WorldTaxon } from '../../../../src/sources/inaturalist-stand-in/world.ts';
import { beforeBrowserTests, browserTest } from '../../../support/chromium.ts';
import { littleWorld } from '../../../support/little-world.ts';
import { type PageServer, servePages } from '../../../support/page-server.ts';

const fungi: GroupQuery = {
  group: 'Fungi',
  roots: [{ id: 1, name: 'Fungi' }],
  without: [{ id: 13, name: 'Lactarius' }],
  ranks: ['species'],
  qualityGrades: ['research'],
  licences: ['cc-by', 'cc0', 'cc-by-nc'],
  leastImages: 1,
  mostImages: 10,
  mostSpecies: 10,
  mostOfObservation: 1,
  mostOfObserver: 2,
  seed: 'paper',
};

let server: PageServer;
let source: Awaited<ReturnType<typeof openWebSource>>;
/** The same, for pages that never show what they should. */
let impatient: typeof source;
const skipped: Skipped[] = [];
const beforeRequest: string[] = [];

const open = (rest: Partial<WebSourceOptions> = {}) =>
  openWebSource({
    site: server.origin,
    photos: `${server.origin}/open-data`,
    contact: 'someone@example.org',
    beforeRequest: async (url) => void beforeRequest.push(url),
    fetchRobots: async (url) => {
      const reply = await fetch(url);
      return { status: reply.status, text: await reply.text() };
    },
    onSkipped: (one) => void skipped.push(one),
    timeoutMs: 30_000,
    ...rest,
  });

beforeBrowserTests(async () => {
  server = await servePages(littleWorld);
  source = await open();
  impatient = await open({ timeoutMs: 2_000 });
});
test.beforeEach(() => {
  if (server !== undefined) server.instead = undefined;
  skipped.length = 0;
});
test.after.always(async () => {
  await source?.close();
  await impatient?.close();
  server?.close();
});

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The species of a group as the world itself has them: no page is involved. */
function speciesIn({ taxa, observations }: World, group: GroupQuery): readonly SpeciesTaxon[] {
  const byId = new Map(taxa.map((taxon) => [taxon.id, taxon]));
  const isBelow = (taxon: WorldTaxon, tops: readonly { readonly id: number }[]) =>
    tops.some(({ id }) => taxon.id === id || taxon.ancestry.includes(id));
  const isSeen = ({ id }: WorldTaxon) =>
    observations.some((one) => one.taxonId === id || byId.get(one.taxonId)?.ancestry.includes(id));
  const draw = ({ id }: WorldTaxon) => drawOf(group.seed, id);
  return taxa
    .filter((taxon) => taxon.isActive && group.ranks.includes(taxon.rank) && isSeen(taxon))
    .filter((taxon) => isBelow(taxon, group.roots) && !isBelow(taxon, group.without))
    .toSorted((a, b) => compareText(draw(a), draw(b)))
    .map(({ id, name, rank, ancestry, synonyms }) => ({
      id,
      name,
      rank,
      ancestors: ancestry
        .map((above) => byId.get(above)!)
        .map((above) => ({ id: above.id, name: above.name, rank: above.rank })),
      synonyms: synonyms
        .map((synonym) => ({ name: synonym, source: 'invalid name' }))
        .toSorted((a, b) => compareText(a.name, b.name)),
    }));
}

/** The photos of a taxon that a group admits, likewise. */
function photosIn(world: World, taxonId: number, group: GroupQuery): readonly PhotoCandidate[] {
  const { taxa, observers, observations } = world;
  const below = new Set(
    taxa
      .filter(({ id, ancestry }) => id === taxonId || ancestry.includes(taxonId))
      .map(({ id }) => id),
  );
  return observations
    .filter((one) => below.has(one.taxonId) && group.qualityGrades.includes(one.qualityGrade))
    .flatMap(({ photos, uuid, observerId, observedOn, latitude, longitude }) => {
      const { login, name } = observers.find(({ id }) => id === observerId)!;
      return photos.flatMap(({ id, extension, licence }, position) => {
        if (licence === undefined || !group.licences.includes(licence)) return [];
        return {
          photoId: id,
          extension,
          observation: uuid,
          position,
          observer: login,
          creator: name ?? login,
          licence,
          ...(observedOn === undefined ? {} : { observedOn }),
          ...(latitude === undefined ? {} : { latitude, longitude }),
        };
      });
    });
}

const byId = (photos: readonly PhotoCandidate[]) =>
  photos.toSorted((a, b) => a.photoId - b.photoId);
const taxon = (id: number): SpeciesTaxon => {
  const { name, rank } = littleWorld.taxa.find((one) => one.id === id)!;
  return { id, name, rank, ancestors: [], synonyms: [] };
};

browserTest(
  'species() yields what a plain count over the world yields, in its order',
  async (t) => {
    t.deepEqual(await all(source.species(fungi)), speciesIn(littleWorld, fungi));
    t.deepEqual(
      ['/robots.txt', ...beforeRequest.map((url) => url.slice(server.origin.length))].sort(),
      server.asked.toSorted(),
    );
    const wide: GroupQuery = {
      ...fungi,
      roots: [...fungi.roots, { id: 2, name: 'Basidiomycota' }, { id: 20, name: 'Plantae' }],
      without: [],
      ranks: ['species', 'hybrid'],
      seed: 'another',
    };
    const found = await all(source.species(wide));
    t.deepEqual(found, speciesIn(littleWorld, wide));
    t.is(found.length, 6);
  },
);

browserTest('photos() yields what a plain count over the world yields', async (t) => {
  beforeRequest.length = 0;
  const before = source.cost.requests;
  const asked = server.asked.length;
  const ids = [4, 6, 11];
  const found = await all(source.photos(ids.map(taxon), fungi));
  t.deepEqual(
    found.map(({ taxonId }) => taxonId),
    ids,
  );
  for (const { taxonId, photos } of found) {
    t.deepEqual(byId(photos), byId(photosIn(littleWorld, taxonId, fungi)), `taxon ${taxonId}`);
  }
  t.deepEqual(skipped, []);
  // Every request was asked for and counted, and none went out beside them.
  const beside = server.asked.slice(asked).filter((path) => path !== '/robots.txt');
  t.deepEqual(
    beforeRequest.map((url) => url.slice(server.origin.length)),
    beside,
  );
  t.is(source.cost.requests - before, beforeRequest.length);
  t.is(server.asked.filter((path) => path.endsWith('draw.js')).length, 1);
});

browserTest('photos() says why a photo is left out', async (t) => {
  const instead =
    (change: (text: string) => string) => async (path: string, response: ServerResponse) => {
      const text = await (await fetch(`${server.origin}${path}&again`)).text();
      response.writeHead(200, { 'content-type': 'application/json' }).end(change(text));
    };
  /** Changes the data behind a page, as if they had changed between two looks. */
  const changing = (pattern: RegExp, change: (text: string) => string) => {
    server.instead = (path, response) => {
      if (path.includes('again') || !pattern.test(path)) return false;
      const asked = path.includes('?') ? path : `${path}?`;
      void instead(change)(asked, response);
      return true;
    };
  };
  const group: GroupQuery = { ...fungi, licences: ['cc-by'] };
  const reasons = async (id: number) => {
    skipped.length = 0;
    const [found] = await all(source.photos([taxon(id)], group));
    return [found?.photos.length, skipped.map(({ path, reason }) => `${path} ${reason}`).sort()];
  };
  changing(/data\/observations\/a.*302/, (text) => text.replace('"research"', '"casual"'));
  t.deepEqual(await reasons(21), [0, ['photos/3021 observation-grade']]);
  changing(/data\/observations\/a.*302/, (text) => text.replace('"id":3021', '"id":3022'));
  t.deepEqual(await reasons(21), [0, ['photos/3021 photo-not-shown']]);
  changing(/data\/observations\?/, (text) => text.replace('/photos/3021/', '/static/photos/3021/'));
  t.deepEqual(await reasons(21), [0, ['photos/3021 photo-host']]);
  changing(/data\/observations\?/, (text) => text.replace('square.jpg', 'square.bmp'));
  t.deepEqual(await reasons(21), [0, ['photos/3021 photo-kind']]);
});

browserTest('species() refuses a root that is missing or has another name', async (t) => {
  const cases = [
    [{ roots: [{ id: 99, name: 'Fungi' }] }, /^No taxon 99 "Fungi": Fungi at roots$/],
    [
      { roots: [{ id: 1, name: 'Plantae' }] },
      /^Taxon 1 is "Fungi" and not "Plantae": Fungi at roots$/,
    ],
    [
      { without: [{ id: 13, name: 'Russula' }] },
      /^Taxon 13 is "Lactarius" and not "Russula": Fungi at without$/,
    ],
  ] as const;
  for (const [change, message] of cases) {
    await t.throwsAsync(all(source.species({ ...fungi, ...change })), {
      instanceOf: InvalidInput,
      message,
    });
  }
});

const page = (body: string) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!DOCTYPE html><body>${body}`);

browserTest('photos() takes no changed or other page for one without photos', async (t) => {
  const script = (path: string) => `<script type=module src="/page-scripts/${path}.js"></script>`;
  const bellis = 'var SERVER_PAYLOAD = { taxon: { id: 21, name: "Bellis perennis" } };';
  const tile = (button: string, style: string) =>
    `<div class=PhotoBrowser><div class=photos><div class=TaxonPhoto>${button}<div class=CoverImage style="${style}">`;
  const picture = `background-image: url('http://example.org/photos/5/small.jpg')`;
  const cases: readonly (readonly [
    at: RegExp,
    answer: (response: ServerResponse) => unknown,
    message: RegExp,
  ])[] = [
    [
      /browse_photos/,
      page('Are you a robot?'),
      /does not show photos \(\.PhotoBrowser .*browse_photos\?/,
    ],
    [
      /browse_photos/,
      (response) => response.writeHead(302, { location: '/login' }).end(),
      /^The page leads elsewhere, to "http:\S+\/login": /,
    ],
    [
      /browse_photos/,
      (response) => response.writeHead(500).end(),
      /^Answer 500 instead of a page: /,
    ],
    [/browse_photos/, page(`<script>${bellis}</script>${script('none')}`), /does not show photos/],
    [
      /browse_photos/,
      page(tile('<button>', '')),
      /^The page of photos shows photo 1 without its address: /,
    ],
    [
      /browse_photos/,
      page(tile('<button>', picture)),
      /does not show the data of photo 5 when it is opened/,
    ],
    [/observations\/302/, page('Nothing'), /does not show photos \(#ObservationShow/],
    [/page-data/, (response) => response.writeHead(500).end(), /does not show photos/],
  ];
  for (const [at, answer, message] of cases) {
    server.instead = (path, response) => {
      if (path === '/login') page('Log in')(response);
      else if (at.test(path)) answer(response);
      else return false;
      return true;
    };
    const found = all(impatient.photos([taxon(21)], { ...fungi, licences: ['cc-by'] }));
    await t.throwsAsync(found, { instanceOf: RemoteFailure, message }, String(message));
  }
});

browserTest('species() takes no changed page for a taxon', async (t) => {
  const payload = (value: string) => page(`<script>var SERVER_PAYLOAD = ${value}</script>`);
  const cases: readonly (readonly [
    answer: (response: ServerResponse) => unknown,
    message: RegExp,
  ])[] = [
    [page('Sorry'), /^The page of the taxon has no variable "SERVER_PAYLOAD": /],
    [
      payload('{ taxon: { id: 1 } }'),
      /^The page of the taxon is not as it used to be, .*SERVER_PAYLOAD at taxon\.name: http/,
    ],
    [
      payload('{ taxon: { id: 2, name: "Fungi", rank: "x", is_active: true } }'),
      /shows taxon 2 instead of 1: /,
    ],
    [
      payload('{ get taxon() { throw new Error("boo") } }'),
      /^The page cannot be read, Error: boo: /,
    ],
  ];
  for (const [answer, message] of cases) {
    server.instead = (path, response) => {
      if (path !== '/taxa/1') return false;
      answer(response);
      return true;
    };
    await t.throwsAsync(
      all(impatient.species(fungi)),
      { instanceOf: RemoteFailure, message },
      String(message),
    );
  }
  server.instead = (path, response) => {
    if (!path.startsWith('/taxon_names.json')) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    return true;
  };
  await t.throwsAsync(all(impatient.species(fungi)), {
    message: /does not show a table of names \(\.TaxonomyTab \.sciname\): /,
  });
});

browserTest(
  'openWebSource() obeys robots.txt: iNaturalist lets no page of photos be read',
  async (t) => {
    const text =
      'User-agent: *\nAllow: /\nDisallow: /observations/*\nDisallow: /taxa/*/*\nDisallow: /*?*\n';
    const other = await open({
      timeoutMs: 2_000,
      fetchRobots: async () => ({ status: 200, text }),
    });
    t.teardown(other.close);
    const asked = server.asked.length;
    await t.throwsAsync(all(other.photos([taxon(4)], fungi)), {
      instanceOf: InvalidInput,
      message:
        /^The host's robots\.txt forbids this address, take the open data or the API instead: http.*browse_photos/,
    });
    t.is(server.asked.length, asked);
    await t.throwsAsync(
      all(other.species({ ...fungi, roots: [{ id: 4, name: 'Amanita muscaria' }] })),
      {
        instanceOf: RemoteFailure,
        message: /table of names .*\(robots\.txt forbids http:\S+\/taxon_names\.json/,
      },
    );
  },
);

test('openWebSource() refuses what is no site', async (t) => {
  const options = {
    photos: '',
    contact: 'a',
    beforeRequest: async () => {},
    fetchRobots: async () => ({ status: 200, text: '' }),
    onSkipped: () => {},
  };
  for (const site of [
    '',
    'example.org',
    'file:///etc',
    'https://a:b@example.org/',
    'https://example.org/?x',
    'https://example.org/#x',
  ]) {
    await t.throwsAsync(openWebSource({ ...options, site }), { instanceOf: InvalidInput }, site);
  }
});
