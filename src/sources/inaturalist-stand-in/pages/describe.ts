import { photoAddress } from '../photo-routes.ts';
import type { World, WorldObservation, WorldTaxon } from '../world.ts';
import { lookUp, type WorldLookUp } from './look-up.ts';

/** A taxon as the scripts of a page are given it. */
export function describeTaxon(taxon: WorldTaxon, { observationsOf }: WorldLookUp) {
  const observations = observationsOf.get(taxon.id) ?? [];
  return {
    id: taxon.id,
    name: taxon.name,
    rank: taxon.rank,
    rank_level: taxon.rankLevel,
    is_active: taxon.isActive,
    ancestor_ids: [...taxon.ancestry, taxon.id],
    observations_count: observations.filter(({ qualityGrade }) => qualityGrade !== 'casual').length,
    ...(taxon.commonName === undefined ? {} : { preferred_common_name: taxon.commonName }),
  };
}

/** An observation as the scripts of a page are given it. */
export function describeObservation(observation: WorldObservation, world: World, origin: string) {
  const found = lookUp(world);
  const user = found.observer.get(observation.observerId);
  const taxon = found.taxon.get(observation.taxonId);
  const [year, month, day] = (observation.observedOn ?? '').split('-').map(Number);
  return {
    id: observation.id,
    uuid: observation.uuid,
    quality_grade: observation.qualityGrade,
    license_code: observation.licence ?? null,
    latitude: observation.latitude ?? null,
    longitude: observation.longitude ?? null,
    observed_on: observation.observedOn ?? null,
    observed_on_details: observation.observedOn === undefined ? null : { year, month, day },
    user: { login: user?.login ?? '', name: user?.name ?? null },
    taxon: taxon === undefined ? null : describeTaxon(taxon, found),
    photos: observation.photos.map((photo) => ({
      id: photo.id,
      license_code: photo.licence ?? null,
      original_dimensions: { width: photo.width, height: photo.height },
      url: photoAddress(origin, photo),
    })),
  };
}
