import { type Sha256, sha256Schema } from './ids.ts';
import { type ImageFormat, imageFormats } from './image-class.ts';
import { type LicenceCode, licenceCodeSchema } from './licence-code.ts';
import { z } from './parse.ts';

/** The truth of one photo as a species, and where the photo comes from. */
export interface ImageSpecies {
  readonly kind: 'species';
  /** Name of a member of the class set: the group, such as "Fungi". */
  readonly member: string;
  readonly taxon: SpeciesTaxonRef;
  /** Of the image as it is to be looked at: EXIF orientation applied. Pixels. */
  readonly width: number;
  readonly height: number;
  /** Of the file as written. */
  readonly format: ImageFormat;
  /**
   * Digest of the pixels that the written file decodes to: RGB, 8 bits each, row by row from the top
   * left, EXIF orientation applied. Survives another way of packing the same pixels.
   */
  readonly pixelSha256: Sha256;
  /** 64 bits as 16 hexadecimal digits; photos that look alike differ in few of them. */
  readonly perceptualHash: string;
  readonly photo: PhotoFacts;
}

/** A species as the source has it. */
export interface SpeciesTaxonRef {
  readonly id: number;
  /** Its scientific name. */
  readonly name: string;
  /** Its folder below the group's, such as `amanita_muscaria`; unique within the group. */
  readonly folder: string;
}

/** What is known of a photo besides its pixels. */
export interface PhotoFacts {
  readonly photoId: number;
  /** UUID of the observation that it belongs to. */
  readonly observation: string;
  /** Login of the observer. */
  readonly observer: string;
  /** Who must be named: the observer's name or, without one, the login. */
  readonly creator: string;
  readonly licence: LicenceCode;
  /** `YYYY-MM-DD`; absent where the source does not say. */
  readonly observedOn?: string | undefined;
  /** Degrees, as the public sees them: coarse where the place is kept secret. */
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  /** Where the source states it; the open data do not. */
  readonly country?: string | undefined;
  /** What the server calls this version of the file. */
  readonly etag?: string | undefined;
}

export const perceptualHashSchema = z.string().regex(/^[0-9a-f]{16}$/, 'Not 16 hexadecimal digits');
const positive = z.int().positive();

export const photoFactsSchema = z.strictObject({
  photoId: positive,
  observation: z.string().min(1),
  observer: z.string().min(1),
  creator: z.string().min(1),
  licence: licenceCodeSchema,
  observedOn: z.iso.date().optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  country: z.string().min(1).optional(),
  etag: z.string().min(1).optional(),
});

export const imageSpeciesSchema = z.strictObject({
  kind: z.literal('species'),
  member: z.string().min(1),
  taxon: z.strictObject({
    id: positive,
    name: z.string().min(1),
    folder: z.string().regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/, 'Not a folder of a species'),
  }),
  width: positive,
  height: positive,
  format: z.enum(imageFormats),
  pixelSha256: sha256Schema,
  perceptualHash: perceptualHashSchema,
  photo: photoFactsSchema,
});
