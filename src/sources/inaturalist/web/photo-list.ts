import { InvalidInput, RemoteFailure } from '../../../errors.ts';
import type { PageReader } from '../../../io/index.ts';
import { type LicenceCode, parseLicenceCode } from '../../../records/index.ts';
import { idInLink, type PhotoAddress, parsePhotoAddress } from './page-addresses.ts';

/** A photo as the page of all photos of a taxon shows it. */
export interface ListedPhoto extends PhotoAddress {
  readonly licence: LicenceCode | undefined;
  /** Number of the observation, as in its address. */
  readonly observationId: number;
}

/** Beyond these the service behind the page answers no more. */
const mostPhotos = 10_000;
const tiles = '.PhotoBrowser .TaxonPhoto';
const emptyList = '.PhotoBrowser .photos .nocontent';
const loading = '.PhotoBrowser .photos .loading';

/**
 * Reads the page of all photos of a taxon to its end: scrolls until nothing more is loaded, then
 * opens each photo, since only an opened one shows its licence and its observation.
 *
 * @throws {InvalidInput} when there are more photos than a page can show
 * @throws {RemoteFailure} when the page shows something else, or a photo without its data
 */
export async function readPhotoList(page: PageReader): Promise<readonly ListedPhoto[]> {
  const count = await scrollThrough(page);
  const images = await page.read(tiles, { style: { at: '.CoverImage', attribute: 'style' } });
  if (images.length !== count) throw unreadable(page, 'changes while it is read');
  const listed: ListedPhoto[] = [];
  for (const [place, { style }] of images.entries()) {
    const address = parsePhotoAddress(/url\(\s*["']?([^"')]+)/.exec(style ?? '')?.[1]);
    if (address === undefined)
      throw unreadable(page, `shows photo ${place + 1} without its address`);
    listed.push(await openPhoto(page, place, address));
  }
  return listed;
}

/** @returns how many photos there are */
async function scrollThrough(page: PageReader): Promise<number> {
  const first = await page.until(
    `photos (${tiles}) nor that there are none (${emptyList})`,
    async () => {
      const shown = await page.count(tiles);
      if (shown > 0) return shown;
      return (await page.count(emptyList)) > 0 ? 0 : undefined;
    },
  );
  if (first === 0) return 0;
  for (;;) {
    // Asked before the photos are counted: once nothing more is loaded, their number stands.
    const isMore = (await page.count(loading)) > 0;
    const shown = await page.count(tiles);
    if (!isMore) return shown;
    if (shown > mostPhotos) {
      throw new InvalidInput(
        `More than ${mostPhotos} photos, more than a page shows, take the open data: ${page.url}`,
      );
    }
    await page.until('more photos, although it promises them', async () => {
      await page.scrollToEnd();
      const isEnd = (await page.count(loading)) === 0;
      const now = await page.count(tiles);
      return now > shown || isEnd ? true : undefined;
    });
  }
}

const opened = '.PhotoModal .photo-attribution';

/** Clicks a photo and waits until the frame around it is that photo's. */
async function openPhoto(
  page: PageReader,
  place: number,
  address: PhotoAddress,
): Promise<ListedPhoto> {
  await page.click(tiles, place, 'button');
  const { licence, observation } = await page.until(
    `the data of photo ${address.photoId} when it is opened (${opened})`,
    async () => {
      const [row] = await page.read(
        opened,
        {
          photo: { at: 'a[href*="/photos/"]', attribute: 'href' },
          observation: { at: 'a[href*="/observations/"]', attribute: 'href' },
          licence: { at: 'span > a[title]:last-child', attribute: 'title' },
        },
        { most: 1 },
      );
      return idInLink(row?.photo, 'photos') === address.photoId ? row : undefined;
    },
  );
  const observationId = idInLink(observation, 'observations');
  if (observationId === undefined) {
    throw unreadable(page, `shows photo ${address.photoId} without its observation`);
  }
  return { ...address, licence: parseLicenceCode(licence), observationId };
}

function unreadable({ url }: PageReader, what: string): RemoteFailure {
  return new RemoteFailure(`The page of photos ${what}: ${url}`, { url, retryable: false });
}
