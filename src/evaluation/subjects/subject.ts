/**
 * One image that a model is to judge, as plain data that crosses to other threads and processes.
 */
export interface Subject {
  /** As the release calls it. */
  readonly id: string;
  readonly image: ImagePlace;
  /** The part of the data it is measured with: a split, a group, or in-distribution images. */
  readonly set: string;
  /** Of the image as a whole; where the truth is a mask, its pixels say. */
  readonly isAnomaly: boolean;
  readonly mask?: MaskPlace | undefined;
  /** The classes of the model that are on the image, by place in its output; where they are known. */
  readonly labels?: readonly number[] | undefined;
  /** Classes of the model that may be on the image or not, as its annotators say. */
  readonly unsure?: readonly number[] | undefined;
  /** What is drawn as one when intervals are computed: an image, a species, a clip. */
  readonly cluster: string;
}

/** A file that was hashed when the release was frozen. */
export interface ImagePlace {
  /** The release, or the folder of the source of a recipe release. */
  readonly root: string;
  readonly path: string;
  readonly sha256: string;
}

/** A label mask. */
export interface MaskPlace extends ImagePlace {
  readonly width: number;
  readonly height: number;
  readonly meaning: MaskMeaning;
}

/** What the values of mask files mean, the same for every mask of a release written one way. */
export interface MaskMeaning {
  /** By value of the file: the place in the class set of the release; 256 of them. */
  readonly classOf: Uint8Array;
  /** By place in the class set: 0 in-distribution, 1 anomaly, 2 void; 256 of them. */
  readonly kindOf: Uint8Array;
}

export const pixelKinds = { inDistribution: 0, anomaly: 1, void: 2 } as const;
