/** The filtered bytes of an image, and the row that is being looked at. */
export interface Residuals {
  readonly bytes: Uint8Array;
  /** The same memory, four bytes at a time. */
  readonly words: Int32Array;
  /** Where the row starts in `bytes`, its filter byte not counted. */
  from: number;
  /** Columns of the row whose byte is not zero, ascending, then the width. */
  readonly nonzero: Int32Array;
  count: number;
}

/** @param raw rows of a filter byte and `width` bytes */
export function newResiduals(raw: Uint8Array, width: number): Residuals {
  const bytes = raw.byteOffset % 4 === 0 ? raw : raw.slice();
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return { bytes, words, from: 0, nonzero: new Int32Array(width + 1), count: 0 };
}

/** Fills in where the row at `from` has a byte that is not zero; sixteen are looked at at once. */
export function findNonzero(residuals: Residuals, width: number): void {
  const { bytes, words, from, nonzero } = residuals;
  const end = from + width;
  let count = 0;
  let at = from;
  for (; (at & 15) !== 0 && at < end; at++) if (bytes[at] !== 0) nonzero[count++] = at - from;
  for (; at + 16 <= end; at += 16) {
    const i = at >> 2;
    const sixteen =
      (words[i] as number) |
      (words[i + 1] as number) |
      (words[i + 2] as number) |
      (words[i + 3] as number);
    if (sixteen === 0) continue;
    for (let k = at; k < at + 16; k++) if (bytes[k] !== 0) nonzero[count++] = k - from;
  }
  for (; at < end; at++) if (bytes[at] !== 0) nonzero[count++] = at - from;
  nonzero[count] = width;
  residuals.count = count;
}
