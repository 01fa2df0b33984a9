import { licenceTexts } from '../../../records/index.ts';
import { photoAddress } from '../photo-routes.ts';
import type { WorldObservation, WorldObserver, WorldPhoto } from '../world.ts';
import { observedTaxonShape, type ShapeContext } from './taxon-shape.ts';

type Shape = Readonly<Record<string, unknown>>;

/** An observation as a search tells it. */
export function observationShape(observation: WorldObservation, context: ShapeContext): Shape {
  const { id, uuid, qualityGrade, taxonId, licence } = observation;
  const { world, origin } = context;
  const taxon = world.taxonOf(taxonId);
  const observer = world.observerOf(observation.observerId);
  const photos = observation.photos.map((photo) => photoShape(photo, { observer, origin }));
  return {
    id,
    uuid,
    captive: false,
    comments_count: 0,
    community_taxon_id: taxonId,
    description: null,
    faves_count: 0,
    flags: [],
    license_code: licence ?? null,
    ...placeShape(observation),
    ...timeShape(observation),
    observation_photos: photos.map((photo, position) => ({
      id: Number(photo.id) + 1,
      position,
      uuid: observation.photos[position]?.uuid,
      photo,
    })),
    photos,
    project_ids: [],
    quality_grade: qualityGrade,
    site_id: 1,
    sounds: [],
    spam: false,
    species_guess: taxon?.commonName ?? taxon?.name ?? null,
    tags: [],
    taxon: taxon === undefined ? null : observedTaxonShape(taxon, context),
    uri: `https://www.inaturalist.org/observations/${id}`,
    user: userShape(observer),
  };
}

function placeShape({ id, latitude, longitude, isObscured }: WorldObservation): Shape {
  const isPlaced = latitude !== undefined && longitude !== undefined;
  const accuracy = isPlaced ? 5 + (id % 90) : null;
  return {
    geojson: isPlaced ? { coordinates: [longitude, latitude], type: 'Point' } : null,
    geoprivacy: isObscured === true ? 'obscured' : null,
    location: isPlaced ? `${latitude},${longitude}` : null,
    mappable: isPlaced,
    obscured: isObscured === true,
    place_guess: null,
    positional_accuracy: isObscured === true ? null : accuracy,
    public_positional_accuracy: accuracy,
    taxon_geoprivacy: null,
  };
}

function timeShape({ observedOn }: WorldObservation): Shape {
  if (observedOn === undefined) {
    return { observed_on: null, observed_on_details: null, observed_on_string: null };
  }
  const date = new Date(`${observedOn}T00:00:00Z`);
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return {
    observed_on: observedOn,
    observed_on_details: {
      date: observedOn,
      day: date.getUTCDate(),
      hour: 0,
      month: date.getUTCMonth() + 1,
      week: 1 + Math.floor((date.getTime() - newYear) / (7 * 86_400_000)),
      year: date.getUTCFullYear(),
    },
    observed_on_string: observedOn,
  };
}

interface PhotoContext {
  readonly observer: WorldObserver | undefined;
  readonly origin: string;
}

function photoShape(photo: WorldPhoto, { observer, origin }: PhotoContext): Shape {
  const { id, licence, width, height } = photo;
  const by = observer?.name ?? observer?.login ?? '';
  const rights =
    licence === undefined
      ? 'all rights reserved'
      : `some rights reserved (${licenceTexts[licence].name.replace(/ \d.*/, '')})`;
  return {
    id,
    attribution: `(c) ${by}, ${rights}`,
    flags: [],
    hidden: false,
    license_code: licence ?? null,
    original_dimensions: { height, width },
    url: photoAddress(origin, photo),
  };
}

function userShape(observer: WorldObserver | undefined): Shape | null {
  if (observer === undefined) return null;
  const { id, login, name } = observer;
  return {
    id,
    icon: null,
    icon_url: null,
    login,
    name: name ?? null,
    orcid: null,
    roles: [],
    site_id: 1,
    spam: false,
    suspended: false,
  };
}
