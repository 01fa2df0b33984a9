import { type GroupQuery, parseLicenceCode } from '../../../records/index.ts';
import type { PhotoCandidate } from '../photo-source.ts';
import type { Observation, ObservedPhoto } from './observation.ts';
import type { PhotoPlace } from './photo-place.ts';

/**
 * The photos of one observation that a group admits. The licence is the photo's own, not that of its
 * observation; the address says whether it is kept where openly licensed photos are.
 *
 * Positions count the openly licensed photos alone, as iNaturalist's open data count them.
 */
export function admittedPhotos(
  observation: Observation,
  group: GroupQuery,
  places: PhotoPlace,
): readonly PhotoCandidate[] {
  if (!group.qualityGrades.some((grade) => grade === observation.quality_grade)) return [];
  const { login, name } = observation.user;
  return inOrder(observation)
    .filter((photo) => parseLicenceCode(photo.license_code) !== undefined && !isFlagged(photo))
    .flatMap((photo, position): readonly PhotoCandidate[] => {
      const licence = parseLicenceCode(photo.license_code);
      const extension = places.extensionOf(photo.id, photo.url ?? '');
      if (licence === undefined || !group.licences.includes(licence)) return [];
      if (extension === undefined || photo.hidden === true) return [];
      return [
        {
          photoId: photo.id,
          extension,
          observation: observation.uuid.toLowerCase(),
          position,
          observer: login,
          creator: name?.trim() || login,
          licence,
          ...whenAndWhere(observation),
          ...sizeOf(photo),
        },
      ];
    });
}

/** By position; those without one last, as they stand. */
function inOrder({ observation_photos }: Observation): readonly ObservedPhoto[] {
  return observation_photos.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ photo }) => photo);
}

function placeOf({ position }: Observation['observation_photos'][number]): number {
  return position ?? Number.MAX_SAFE_INTEGER;
}

export function isFlagged({ flags }: Pick<ObservedPhoto, 'flags'>): boolean {
  return (flags ?? []).some(({ resolved }) => resolved !== true);
}

function whenAndWhere({
  observed_on,
  location,
}: Observation): Pick<PhotoCandidate, 'observedOn' | 'latitude' | 'longitude'> {
  return {
    ...(observed_on == null ? {} : { observedOn: observed_on }),
    ...(location == null ? {} : { latitude: location[0], longitude: location[1] }),
  };
}

function sizeOf({ original_dimensions }: ObservedPhoto): Pick<PhotoCandidate, 'width' | 'height'> {
  const { width, height } = original_dimensions ?? {};
  return width == null || height == null ? {} : { width, height };
}
