import { RemoteFailure } from '../../../errors.ts';
import type { PageReader } from '../../../io/index.ts';
import { type QualityGrade, qualityGrades } from '../../../records/index.ts';
import { idInLink } from './page-addresses.ts';

/** What the page of an observation says of it. */
export interface ObservationPage {
  readonly uuid: string;
  /** Login. */
  readonly observer: string;
  /** The observer's name or, without one, the login. */
  readonly creator: string;
  readonly qualityGrade: QualityGrade;
  /** `YYYY-MM-DD`; `undefined` where the page does not show the day. */
  readonly observedOn: string | undefined;
  /** Degrees, as the public sees them. */
  readonly place: { readonly latitude: number; readonly longitude: number } | undefined;
  /** Ids of its photos by position; `undefined` for one that is hidden or not ready. */
  readonly photoIds: readonly (number | undefined)[];
}

const slides = '#ObservationShow .PhotoBrowser .image-gallery-slide';
const mostPhotos = 500;

/** @throws {RemoteFailure} when the page does not show what every observation with photos has */
export async function readObservationPage(page: PageReader): Promise<ObservationPage> {
  await page.until(`photos (${slides})`, async () =>
    (await page.count(slides)) > 0 ? true : undefined,
  );
  const uuid = await page.variable('INITIAL_OBSERVATION_UUID');
  if (typeof uuid !== 'string' || !isUuid.test(uuid)) throw without(page, 'a UUID');
  const [creator] = await page.read('meta[name="DC.creator"]', { name: { attribute: 'content' } });
  const [facts] = await page.read('#ObservationShow', factFields, { most: 1 });
  const observer = loginIn(facts?.observer);
  if (observer === undefined) throw without(page, 'the login of its observer (.UserWithIcon)');
  const grade = qualityGrades.find((known) => facts?.grade?.split(/\s+/).includes(known));
  if (grade === undefined) throw without(page, 'a quality grade (.quality_grade)');
  if (creator?.name === undefined || creator.name.trim() === '') {
    throw without(page, 'the name of its observer (DC.creator)');
  }
  return {
    uuid,
    observer,
    creator: creator.name.trim(),
    qualityGrade: grade,
    observedOn: dayIn(facts?.day),
    place: placeIn(facts?.map),
    photoIds: await photoIdsOf(page),
  };
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const factFields = {
  observer: { at: '.user_info .UserWithIcon .userlink a', attribute: 'href' },
  grade: { at: '.ObservationTitle .quality_grade', attribute: 'class' },
  // The day as searched for; the day as shown is that of the visitor's time zone.
  day: { at: '.date_row > div:first-child .date a', attribute: 'href' },
  map: { at: '.MapDetails a[href*="mlat="]', attribute: 'href' },
} as const;

/** Photos come before sounds, so their places in the gallery are their positions. */
async function photoIdsOf(page: PageReader): Promise<readonly (number | undefined)[]> {
  const found = await page.read(
    slides,
    {
      photo: { at: 'a[href*="/photos/"]', attribute: 'href' },
      sound: { at: '.sound-container', attribute: 'class' },
    },
    { most: mostPhotos },
  );
  return found
    .filter(({ sound }) => sound === undefined)
    .map(({ photo }) => idInLink(photo, 'photos'));
}

function loginIn(link: string | undefined): string | undefined {
  const [, login] = /^(?:https?:\/\/[^/]+)?\/people\/([^/?#]+)$/.exec(link ?? '') ?? [];
  if (login === undefined) return undefined;
  try {
    return decodeURIComponent(login);
  } catch {
    return login; // a percent sign of its own
  }
}

/** Of a link to the observations of a day: `...&on=2024-5-3`. */
function dayIn(link: string | undefined): string | undefined {
  const on = new URLSearchParams(link?.split('?')[1] ?? '').get('on');
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(on ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Of a link to a map: `...?mlat=47.5&mlon=-122.25`. */
function placeIn(link: string | undefined): ObservationPage['place'] {
  const query = new URLSearchParams(link?.split('?')[1] ?? '');
  const latitude = degrees(query.get('mlat'), 90);
  const longitude = degrees(query.get('mlon'), 180);
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

function degrees(text: string | null, most: number): number | undefined {
  if (text === null || !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= most ? value : undefined;
}

function without({ url }: PageReader, what: string): RemoteFailure {
  return new RemoteFailure(`The page of the observation does not show ${what}: ${url}`, {
    url,
    retryable: false,
  });
}
