/** Beyond these a photo is refused before any pixel of it is decoded. */
export interface PhotoLimits {
  /** Of the file. */
  readonly mostBytes: number;
  /** Pixels, width times height, as the header says. */
  readonly mostPixels: number;
  readonly longestSide: number;
  /** Bytes of a colour profile, inflated. */
  readonly mostProfileBytes: number;
  /** Bytes of everything in the file that is neither pixels nor what decodes them. */
  readonly mostMetadataBytes: number;
  /** Segments or chunks of the file. */
  readonly mostParts: number;
  /** Scans of a progressive JPEG: a few bytes more let a decoder go through all pixels once more. */
  readonly mostScans: number;
}

/**
 * iNaturalist keeps photos of up to 2,048 pixels a side, some of them with the metadata of a telephone;
 * these leave room for photos of 33 megapixels. One costs at most 100 MB of memory as RGB.
 */
export const photoLimits: PhotoLimits = {
  mostBytes: 64 << 20,
  mostPixels: 1 << 25,
  longestSide: 16_384,
  mostProfileBytes: 1 << 20,
  mostMetadataBytes: 8 << 20,
  mostParts: 1 << 16,
  mostScans: 64,
};
