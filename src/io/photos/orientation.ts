import type { Sharp } from 'sharp';

/**
 * Turns pixels as stored into pixels as looked at, by EXIF's number: first mirrored left to right,
 * then turned clockwise. Source: Exif 2.32, tag 274.
 */
export function orient(image: Sharp, orientation: number): Sharp {
  const { isMirrored, degrees } = turns[orientation - 1] ?? { isMirrored: false, degrees: 0 };
  const mirrored = isMirrored ? image.flop() : image;
  return degrees === 0 ? mirrored : mirrored.rotate(degrees);
}

/** Are width and height exchanged by it? */
export function isTurned(orientation: number): boolean {
  return orientation >= 5;
}

/** Of 1 to 8. */
const turns: readonly { readonly isMirrored: boolean; readonly degrees: number }[] = [
  { isMirrored: false, degrees: 0 },
  { isMirrored: true, degrees: 0 },
  { isMirrored: false, degrees: 180 },
  { isMirrored: true, degrees: 180 },
  { isMirrored: true, degrees: 270 },
  { isMirrored: false, degrees: 90 },
  { isMirrored: true, degrees: 90 },
  { isMirrored: false, degrees: 270 },
];
