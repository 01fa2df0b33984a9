import type { ColourImage } from '../../io/index.ts';

/** What an image with several channels can be that stands where a mask should. */
export type ColourKind =
  | 'grey-as-colour'
  | 'bdd100k-bitmask'
  | 'carla-semantic'
  | 'carla-instance'
  | 'colour-map'
  | 'photo';

/** Class colours shared by BDD100K, Cityscapes and CARLA, as 0xRRGGBB. */
const classColours = new Set([
  0x804080, 0xf423e8, 0x464646, 0x66669c, 0xbe9999, 0x999999, 0xfaaa1e, 0xdcdc00, 0x6b8e23,
  0x98fb98, 0x4682b4, 0xdc143c, 0xff0000, 0x00008e, 0x000046, 0x003c64, 0x005064, 0x0000e6,
  0x770b20, 0x000000, 0x510051, 0x6f4a00, 0xfaaaa0, 0xe6968c, 0xb4a5b4, 0x966464, 0x96785a,
  0x9dea32, 0x6ebea0, 0x375a50, 0x2d3c96, 0xaa783c, 0x914aaa, 0xe6be9c,
]);

/** CARLA's tags end at 28, BDD100K's categories at 40. */
const largestTag = 28;
const largestCategory = 40;

/** Recognises a colour image that was given as a mask. */
export function recogniseColours({ header, pixels }: ColourImage): ColourKind {
  const { channels } = header;
  if (channels < 3) return 'grey-as-colour';
  const seen = look(pixels, channels);
  if (seen.isGrey) return 'grey-as-colour';
  if (seen.hasSeveralAlphas && seen.largestRed <= largestCategory) return 'bdd100k-bitmask';
  if (seen.classColourShare > 0.5) return 'colour-map';
  if (seen.largestRed <= largestTag) return seen.isRedOnly ? 'carla-semantic' : 'carla-instance';
  return 'photo';
}

function look(pixels: Uint8Array, channels: number) {
  let largestRed = 0;
  let isGrey = true;
  let isRedOnly = true;
  let hasSeveralAlphas = false;
  let inClassColours = 0;
  for (let i = 0; i < pixels.length; i += channels) {
    const red = pixels[i] as number;
    const green = pixels[i + 1] as number;
    const blue = pixels[i + 2] as number;
    if (red > largestRed) largestRed = red;
    if (green !== red || blue !== red) isGrey = false;
    if (green !== 0 || blue !== 0) isRedOnly = false;
    if (channels === 4 && pixels[i + 3] !== pixels[3]) hasSeveralAlphas = true;
    if (classColours.has((red << 16) | (green << 8) | blue)) inClassColours++;
  }
  const classColourShare = inClassColours / (pixels.length / channels);
  return { largestRed, isGrey, isRedOnly, hasSeveralAlphas, classColourShare };
}
