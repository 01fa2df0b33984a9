import type { GroupQuery, Skipped } from '../../../records/index.ts';
import type { PhotoCandidate } from '../photo-source.ts';
import type { ObservationPage } from './observation-page.ts';
import type { ListedPhoto } from './photo-list.ts';

export interface Admission {
  readonly group: GroupQuery;
  /** Where openly licensed photos lie, without `/photos/<id>/`. */
  readonly photos: string;
  /** Of the observation's page. */
  readonly url: string;
  readonly onSkipped: (skipped: Skipped) => void;
}

/** What iNaturalist keeps photos as. */
const extensions: readonly string[] = ['jpg', 'jpeg', 'png', 'gif'];

/** The photos of one observation that a group admits; of each other one is said why it is left out. */
export function admitPhotos(
  listed: readonly ListedPhoto[],
  observation: ObservationPage,
  admission: Admission,
): readonly PhotoCandidate[] {
  return listed.flatMap((photo) => {
    const position = observation.photoIds.indexOf(photo.photoId);
    const refusal = refusalOf(photo, observation, { ...admission, position });
    if (refusal !== undefined || photo.licence === undefined) {
      const [reason, detail] = refusal ?? noLicence;
      const path = `photos/${photo.photoId}`;
      admission.onSkipped({ path, sourceSplit: admission.group.group, reason, detail });
      return [];
    }
    const candidate: PhotoCandidate = {
      photoId: photo.photoId,
      extension: photo.extension,
      observation: observation.uuid,
      position,
      observer: observation.observer,
      creator: observation.creator,
      licence: photo.licence,
      ...(observation.observedOn === undefined ? {} : { observedOn: observation.observedOn }),
      ...observation.place,
    };
    return [candidate];
  });
}

type Refusal = readonly [reason: string, detail: string];

const noLicence: Refusal = ['photo-licence', 'The page shows no licence of the photo'];

function refusalOf(
  { photoId, licence, extension, host }: ListedPhoto,
  { qualityGrade }: ObservationPage,
  { group, photos, url, position }: Admission & { readonly position: number },
): Refusal | undefined {
  if (licence === undefined) return noLicence;
  if (!group.licences.includes(licence)) {
    return ['photo-licence', `The photo is under "${licence}", which the recipe does not admit`];
  }
  if (host !== photos.replace(/\/+$/, '')) {
    return ['photo-host', `The photo lies at ${host}, not where openly licensed photos lie`];
  }
  if (!extensions.includes(extension.toLowerCase())) {
    return ['photo-kind', `Photos are not kept as "${extension}"`];
  }
  if (!group.qualityGrades.includes(qualityGrade)) {
    return ['observation-grade', `The observation is of grade "${qualityGrade}" by now: ${url}`];
  }
  if (position === -1) {
    return [
      'photo-not-shown',
      `The page of its observation does not show photo ${photoId}: ${url}`,
    ];
  }
  return undefined;
}
