import type { GroupQuery } from '../../../records/index.ts';
import type { ApiAddress } from './api-address.ts';

/**
 * The parameters by which the API leaves out what a group does not admit. It knows whether an
 * observation has some photo with an admitted licence: each photo is still to be looked at. Version 2
 * refuses to be asked for the public domain, so it is asked for any licence where that is admitted.
 */
export function admissionOf(
  { without, qualityGrades, licences }: GroupQuery,
  version: ApiAddress['version'],
): Readonly<Record<string, string>> {
  const isRefused = version === 'v2' && licences.includes('pd');
  const left = without.map(({ id }) => id).join(',');
  return {
    ...(left === '' ? {} : { without_taxon_id: left }),
    quality_grade: qualityGrades.join(','),
    photos: 'true',
    ...(isRefused ? { photo_licensed: 'true' } : { photo_license: licences.join(',') }),
  };
}
