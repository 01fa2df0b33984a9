import { setTimeout as wait } from 'node:timers/promises';
import { InvalidInput } from '../../../errors.ts';
import { openBrowser, type PageReader, type Visit } from '../../../io/index.ts';
import type { GroupQuery, Skipped } from '../../../records/index.ts';
import { oncePerPhoto } from '../once-per-photo.ts';
import type { PhotoCandidate, PhotoSource, SpeciesTaxon } from '../photo-source.ts';
import { admitPhotos } from './admit-photos.ts';
import { listSpecies } from './list-species.ts';
import { readObservationPage } from './observation-page.ts';
import { addressesOf } from './page-addresses.ts';
import { type ListedPhoto, readPhotoList } from './photo-list.ts';
import { forbiddenByRobots, openRobotsGate, type RobotsReply } from './robots-gate.ts';
import { readSynonyms, readTaxonPage } from './taxon-page.ts';

export interface WebSourceOptions {
  /** Address of a site that is made as iNaturalist's is: `https://www.example.org`. */
  readonly site: string;
  /** Where openly licensed photos lie, as `<photos>/photos/<id>/<size>.<extension>`. */
  readonly photos: string;
  /** Whom the site may write to. */
  readonly contact: string;
  /** Hosts besides the site's that its pages load scripts and data from, with port where unusual. */
  readonly hosts?: readonly string[];
  /** Waits until the budgets let a request out. Asked before every request, robots.txt excepted. */
  readonly beforeRequest: (url: string) => Promise<void>;
  /** Reads a robots.txt; its cost is whoever's who reads it. */
  readonly fetchRobots: (url: string) => Promise<RobotsReply>;
  /** Hears of every photo that is left out, and why. */
  readonly onSkipped: (skipped: Skipped) => void;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly executable?: string | undefined;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly now?: () => number;
}

/**
 * The way by web pages: what a visitor sees, in a browser. For sites that have neither an API nor
 * open data; docs/web-source.md says when not to use it.
 *
 * Close it when done, or when anything was thrown: a browser runs until then.
 *
 * @throws {InvalidInput} when the address is none or no browser is there
 */
export async function openWebSource(
  options: WebSourceOptions,
): Promise<Omit<PhotoSource, 'leftOut'>> {
  const site = siteOf(options.site);
  const gate = openRobotsGate({
    product: 'oodforge',
    fetchRobots: options.fetchRobots,
    sleep: options.sleep ?? ((ms) => wait(ms, undefined, { signal: options.signal })),
    now: options.now ?? (() => performance.now()),
  });
  const browser = await openBrowser({
    contact: options.contact,
    hosts: [new URL(site).host, ...(options.hosts ?? [])],
    isAllowed: gate.isAllowed,
    beforeRequest: async (url) => {
      await gate.space(url);
      await options.beforeRequest(url);
    },
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    executable: options.executable,
  });
  const visit: VisitPage = async (page, read) => {
    if (!(await gate.isAllowed(page.url))) throw forbiddenByRobots(page.url);
    return browser.visit(page, read);
  };
  const { onSkipped } = options;
  const reading: Reading = {
    visit,
    addresses: addressesOf(site),
    photos: options.photos,
    onSkipped,
  };
  return {
    way: 'web',
    layout: site,
    species: (group) => speciesOf(group, reading),
    photos: async function* (species, group) {
      for (const taxon of species) {
        yield { taxonId: taxon.id, photos: await photosOf(taxon, group, reading) };
      }
    },
    cost: browser.cost,
    close: browser.close,
  };
}

type VisitPage = <T>(visit: Visit, read: (page: PageReader) => Promise<T>) => Promise<T>;

interface Reading {
  readonly visit: VisitPage;
  readonly addresses: ReturnType<typeof addressesOf>;
  readonly photos: string;
  readonly onSkipped: (skipped: Skipped) => void;
}

async function* speciesOf(
  group: GroupQuery,
  { visit, addresses }: Reading,
): AsyncGenerator<SpeciesTaxon> {
  const species = await listSpecies(group, (id) =>
    visit({ url: addresses.taxon(id), load: 'document' }, (page) => readTaxonPage(page, id)),
  );
  for (const listed of species) {
    const synonyms = await visit({ url: addresses.taxon(listed.id), load: 'scripts' }, (page) =>
      readSynonyms(page, listed.name),
    );
    yield { ...listed, synonyms };
  }
}

async function photosOf(
  taxon: SpeciesTaxon,
  group: GroupQuery,
  { visit, addresses, photos, onSkipped }: Reading,
): Promise<readonly PhotoCandidate[]> {
  const ofObservation = new Map<number, ListedPhoto[]>();
  for (const licence of group.licences) {
    const filter = { licence, qualityGrades: group.qualityGrades };
    const url = addresses.photosOf(taxon.id, filter);
    for (const photo of await visit({ url, load: 'scripts' }, readPhotoList)) {
      const others = ofObservation.get(photo.observationId) ?? [];
      ofObservation.set(photo.observationId, [...others, photo]);
    }
  }
  const admitted: PhotoCandidate[] = [];
  for (const [id, listed] of ofObservation) {
    const url = addresses.observation(id);
    const observation = await visit({ url, load: 'scripts' }, readObservationPage);
    admitted.push(...admitPhotos(listed, observation, { group, photos, url, onSkipped }));
  }
  return oncePerPhoto(admitted);
}

function siteOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw new InvalidInput(`Not the address of a site "${address}": web`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidInput(`Not a site but a page "${address}": web`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
