/** Where on a site each page lies. */
export interface PageAddresses {
  taxon(id: number): string;
  /** The photos of a taxon and those below it, of one licence. */
  photosOf(id: number, filter: PhotoFilter): string;
  observation(id: number): string;
}

export interface PhotoFilter {
  readonly licence: string;
  readonly qualityGrades: readonly string[];
}

/** @param site without a slash at its end */
export function addressesOf(site: string): PageAddresses {
  return {
    taxon: (id) => `${site}/taxa/${id}`,
    photosOf: (id, { licence, qualityGrades }) => {
      const filter = new URLSearchParams({
        photo_license: licence,
        quality_grade: qualityGrades.toSorted().join(','),
        // The order in which they came stays while we read; the order by votes may change.
        order_by: 'created_at',
        // The site would look near the visitor otherwise.
        place_id: 'any',
      });
      return `${site}/taxa/${id}/browse_photos?${filter}`;
    },
    observation: (id) => `${site}/observations/${id}`,
  };
}

/** A photo's address, taken apart. */
export interface PhotoAddress {
  /** Up to `/photos/<id>/`, without it: a host, or a host and a folder. */
  readonly host: string;
  readonly photoId: number;
  /** Its case kept. */
  readonly extension: string;
}

/** `https://host/photos/123/medium.JPG?1545` -> host, id and extension; `undefined` for what is none. */
export function parsePhotoAddress(address: string | undefined): PhotoAddress | undefined {
  const [, host, id, extension] =
    /^(https?:\/\/[^?#\s"']+?)\/photos\/([1-9]\d{0,14})\/[a-z]+\.([A-Za-z]{1,5})(?:[?#]|$)/.exec(
      address ?? '',
    ) ?? [];
  if (host === undefined || extension === undefined) return undefined;
  return { host, photoId: Number(id), extension };
}

/** The id that a link to a page of some kind leads to: `/observations/123`, `/photos/5?x=1`. */
export function idInLink(link: string | undefined, kind: string): number | undefined {
  const [, id] = new RegExp(`^[^?#]*/${kind}/([1-9]\\d{0,14})(?:[-/?#]|$)`).exec(link ?? '') ?? [];
  return id === undefined ? undefined : Number(id);
}
