import type { ImageRecord } from '../../records/index.ts';

/** One image, as far as its twins are concerned. */
export interface IndexedImage {
  readonly id: string;
  readonly split: string;
  /** Class or species; `undefined` where the truth is neither. */
  readonly member: string | undefined;
  /** Of the first image with the same bytes as received, and with the same pixels. */
  readonly firstOfBytes: number;
  readonly firstOfPixels: number;
}

/** Images by what makes them equal. Numbers are those of the order in which they came. */
export class ImageIndex {
  readonly images: IndexedImage[] = [];
  /** By the digest of the file as received, and as written where that is another. */
  readonly byBytes = new Map<string, number[]>();
  readonly byWritten = new Map<string, number[]>();
  readonly byPixels = new Map<string, number[]>();
  /** Images with a perceptual hash, and its halves. */
  readonly hashed: number[] = [];
  readonly high: number[] = [];
  readonly low: number[] = [];
  readonly #names = new Map<string, string>();

  add({ id, split, image, truth }: ImageRecord): void {
    if (image === undefined) return;
    const number = this.images.length;
    const { source, placed } = image;
    const firstOfBytes = put(this.byBytes, source.sha256, number);
    if (placed !== undefined && placed.sha256 !== source.sha256) {
      put(this.byWritten, placed.sha256, number);
    }
    const isSpecies = truth.kind === 'species';
    const firstOfPixels = isSpecies ? put(this.byPixels, truth.pixelSha256, number) : firstOfBytes;
    if (isSpecies) {
      this.hashed.push(number);
      this.high.push(Number.parseInt(truth.perceptualHash.slice(0, 8), 16));
      this.low.push(Number.parseInt(truth.perceptualHash.slice(8), 16));
    }
    const member = memberOf(truth);
    this.images.push({
      id,
      split: this.#once(split),
      member: member === undefined ? undefined : this.#once(member),
      firstOfBytes,
      firstOfPixels,
    });
  }

  /** The same text for equal text: a name of a species is kept once, not once an image. */
  #once(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, name);
    return name;
  }
}

function memberOf(truth: ImageRecord['truth']): string | undefined {
  if (truth.kind === 'species') return truth.taxon.name;
  return truth.kind === 'class' ? truth.member : undefined;
}

/** Returns the first number under the key. */
function put(map: Map<string, number[]>, key: string, number: number): number {
  const numbers = map.get(key);
  if (numbers === undefined) map.set(key, [number]);
  else numbers.push(number);
  return numbers?.[0] ?? number;
}
