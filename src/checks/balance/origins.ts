import { compareText, type Figures, type SpeciesRecord } from '../../records/index.ts';
import { add } from '../check.ts';
import { sortedTally } from '../tally.ts';
import { bandOf } from './bands.ts';
import { unevenness } from './unevenness.ts';

/** How the figures call what the source does not state. */
const unstated = 'unstated';
/** Countries that are named; the images of all others are one figure. */
const mostCountries = 300;

export interface OriginTally {
  add(record: SpeciesRecord): void;
  figures(): Figures;
}

/** Who took the photos, when and where. */
export function originTally(): OriginTally {
  const observers = new Map<string, number>();
  const years = new Map<string, number>();
  const countries = new Map<string, number>();
  const latitudes = new Map<string, number>();
  const longitudes = new Map<string, number>();
  const cells = new Map<string, number>();
  return {
    add({ truth: { photo } }) {
      const { observer, observedOn, country, latitude, longitude } = photo;
      add(observers, observer, 1);
      add(years, observedOn?.slice(0, 4) ?? unstated, 1);
      add(countries, country ?? unstated, 1);
      const [north, east] = [bandOf('latitude', latitude), bandOf('longitude', longitude)];
      add(latitudes, north ?? unstated, 1);
      add(longitudes, east ?? unstated, 1);
      if (north !== undefined && east !== undefined) add(cells, `${north} ${east}`, 1);
    },
    figures: () => ({
      observers: observers.size,
      unevennessOfObservers: unevenness([...observers.values()]),
      imagesPerYear: sortedTally(years),
      countries: countries.size - (countries.has(unstated) ? 1 : 0),
      imagesPerCountry: mostly(countries),
      imagesPerLatitude: sortedBands(latitudes),
      imagesPerLongitude: sortedBands(longitudes),
      cells: cells.size,
      imagesInFullestCell: Math.max(0, ...cells.values()),
    }),
  };
}

/** The largest by name, then what is left of them. */
function mostly(counts: ReadonlyMap<string, number>): Figures {
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  const rest = sorted.slice(mostCountries).reduce((sum, [, images]) => sum + images, 0);
  const named = sortedTally(new Map(sorted.slice(0, mostCountries)));
  return rest === 0 ? named : { ...named, 'all others': rest };
}

/** From south to north, west to east, then what is not stated. */
function sortedBands(counts: ReadonlyMap<string, number>): Figures {
  const edge = (band: string) => {
    const degrees = Number.parseInt(band, 10);
    return Number.isNaN(degrees) ? Infinity : /^\d+[SW]/.test(band) ? -degrees : degrees;
  };
  return Object.fromEntries([...counts].sort(([a], [b]) => edge(a) - edge(b)));
}
