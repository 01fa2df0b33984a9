import { type LicenceCode, licenceCodes, type Random } from '../../records/index.ts';
import { makeQuirk } from './make-quirk.ts';
import type { WorldObservation, WorldObserver, WorldPhoto, WorldTaxon } from './world.ts';

export interface MakeObservationsOptions {
  readonly taxa: readonly WorldTaxon[];
  /** The first is busier than all others together. */
  readonly observers: readonly WorldObserver[];
  readonly observationsPerSpecies: number;
  readonly random: Random;
}

/** Observations of every species, as they came in: those of one species are spread over the ids. */
export function makeObservations({
  taxa,
  observers,
  observationsPerSpecies,
  random,
}: MakeObservationsOptions): readonly WorldObservation[] {
  const drafts = taxa
    .filter(({ rankLevel }) => rankLevel === 10)
    .flatMap((species, i) => {
      const spread = Math.ceil(observationsPerSpecies / 4);
      const usual = observationsPerSpecies + random.integer(-spread, spread);
      // Every seventh is rare: it cannot have enough.
      const count = i % 7 === 6 ? 2 : usual;
      const below = taxa.filter(({ ancestry }) => ancestry.includes(species.id));
      return Array.from({ length: count }, (_, k) => ({
        order: random.next(),
        taxonId: random.next() < 0.7 || k === 0 ? species.id : random.pick([species, ...below]).id,
        isFirst: k === 0,
      }));
    });
  const maker = new PhotoMaker(random);
  return withSharedPhoto(
    drafts
      .sort((a, b) => a.order - b.order)
      .map(
        ({ taxonId, isFirst }, i): WorldObservation => ({
          id: 200_001 + 3 * i,
          uuid: uuidOf(random),
          observerId: (random.next() < 0.4 ? observers[0] : random.pick(observers))?.id ?? 0,
          taxonId,
          qualityGrade: random.pick(grades),
          ...makePlace(random),
          observedOn: random.next() < 0.05 ? undefined : makeDate(random),
          licence: isFirst ? 'cc0' : pickLicence(random),
          photos: isFirst ? [maker.rightsReserved()] : maker.photos(),
        }),
      ),
  );
}

const grades = [
  ...(['research', 'research', 'research', 'research', 'research'] as const),
  ...(['research', 'needs_id', 'casual'] as const),
];
const extensions = 'jpg jpg jpg jpg jpg jpg jpg JPG JPG jpeg jpeg png gif'.split(' ');
const sizes = [
  { width: 640, height: 480 },
  { width: 480, height: 640 },
  { width: 600, height: 600 },
  { width: 300, height: 200 },
] as const;

/** Makes photos in the order of their ids. */
class PhotoMaker {
  readonly #random: Random;
  #id = 700_001;
  #earlier: WorldPhoto | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  photos(): readonly WorldPhoto[] {
    const random = this.#random;
    return Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => {
      const photo = this.#photo(pickLicence(random));
      const quirked = { ...photo, ...makeQuirk(random, photo, this.#earlier) };
      if (quirked.quirk === undefined && photo.licence !== undefined) this.#earlier = photo;
      return quirked;
    });
  }

  /** Its observation is free to use, it is not. */
  rightsReserved(): WorldPhoto {
    return this.#photo(undefined);
  }

  #photo(licence: LicenceCode | undefined): WorldPhoto {
    this.#id += this.#random.integer(1, 9);
    const uuid = uuidOf(this.#random);
    const extension = this.#random.pick(extensions);
    return { id: this.#id, uuid, extension, licence, ...this.#random.pick(sizes) };
  }
}

/** One photo that two observers of one species share, as happens when both were there. */
function withSharedPhoto(observations: readonly WorldObservation[]): readonly WorldObservation[] {
  const good = observations.filter(({ qualityGrade, photos }) => {
    return qualityGrade === 'research' && photos[0]?.licence !== undefined;
  });
  const two = [...Map.groupBy(good, ({ taxonId }) => taxonId).values()].find(
    (same) => same.length > 1,
  );
  const [first, second] = two ?? [];
  if (first === undefined || second === undefined) return observations;
  const photos = [...second.photos, first.photos[0] as WorldPhoto];
  return observations.map((observation) => {
    return observation === second ? { ...second, photos } : observation;
  });
}

/** All rights reserved one time in six. */
function pickLicence(random: Random): LicenceCode | undefined {
  if (random.next() < 1 / 6) return undefined;
  return random.pick<LicenceCode>(['cc-by', 'cc-by-nc', 'cc0', 'cc-by-nc', ...licenceCodes]);
}

/** To ten decimals, as the open data have them; a secret place is drawn to a tenth of a degree. */
function makePlace(
  random: Random,
): Pick<WorldObservation, 'latitude' | 'longitude' | 'isObscured'> {
  const latitude = random.between(-60, 75);
  const longitude = random.between(-180, 180);
  const kind = random.next();
  if (kind < 0.08) return {};
  const isObscured = kind < 0.2;
  const digits = isObscured ? 1 : 10;
  return {
    latitude: Number(latitude.toFixed(digits)),
    longitude: Number(longitude.toFixed(digits)),
    isObscured,
  };
}

function makeDate(random: Random): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${random.integer(2009, 2025)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

function uuidOf(random: Random): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
