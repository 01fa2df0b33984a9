import {
  asSha256,
  type LicenceCode,
  type PhotoFacts,
  partOfGroup,
  type SpeciesRecord,
} from '../../src/records/index.ts';

/** The groups of the tiny class set, in its order. */
export const speciesSet = {
  name: 'tiny-groups',
  title: 'Tiny groups',
  source: 'test',
  members: [{ name: 'Fungi' }, { name: 'Insects' }],
};

/** What of a record a test cares about; the rest follows from the id of the photo. */
export interface SpeciesRecordWish extends Partial<Omit<PhotoFacts, 'licence'>> {
  readonly id?: string;
  readonly group?: string;
  readonly split?: string;
  readonly sourceSplit?: string;
  readonly taxonId?: number;
  readonly name?: string;
  readonly folder?: string;
  readonly licence?: LicenceCode;
  readonly width?: number;
  /** Number that becomes the digest of the bytes as received; the file as written has another. */
  readonly bytes?: number;
  /** Is the file as written the one that was received? In the release unless `none`. */
  readonly placed?: 'same' | 'anew' | 'none';
}

/** A photo of Fungi, species 1, of its own observation and observer, CC BY, unless wished otherwise. */
export function speciesRecord(photoId: number, wish: SpeciesRecordWish = {}): SpeciesRecord {
  const { group = 'Fungi', taxonId = 1, split = 'test', placed = 'none' } = wish;
  const { name = `Genus species${taxonId}`, folder = `genus_species${taxonId}` } = wish;
  const { sourceSplit = partOfGroup(group), id = String(photoId), width = 40 } = wish;
  const source = fileRef(`photos/${photoId}/original.jpg`, wish.bytes ?? photoId);
  const path = `images/${split}/${partOfGroup(group)}/${folder}/${id}.jpg`;
  const written = placed === 'anew' ? fileRef(path, photoId + 1e9) : { ...source, path };
  return {
    id,
    split,
    sourceSplit,
    image: { source, ...(placed === 'none' ? {} : { placed: written }) },
    truth: {
      kind: 'species',
      member: group,
      taxon: { id: taxonId, name, folder },
      width,
      height: 30,
      format: 'jpeg',
      pixelSha256: digest(photoId + 2e9),
      perceptualHash: photoId.toString(16).padStart(16, '0'),
      photo: photoFacts(photoId, wish),
    },
  };
}

function photoFacts(photoId: number, wish: SpeciesRecordWish): PhotoFacts {
  const { observation = `observation-${photoId}`, observer = `observer-${photoId}` } = wish;
  const { creator = `Creator ${photoId}`, licence = 'cc-by', photoId: other = photoId } = wish;
  const { observedOn, latitude, longitude, country } = wish;
  const facts = { observedOn, latitude, longitude, country };
  const stated = Object.entries(facts).filter(([, value]) => value !== undefined);
  return {
    ...{ photoId: other, observation, observer, creator, licence },
    ...Object.fromEntries(stated),
  };
}

function fileRef(path: string, bytes: number) {
  return { path, bytes: 1, sha256: digest(bytes) };
}

function digest(number: number) {
  return asSha256(number.toString(16).padStart(64, '0'));
}
