/** Bytes that come in pieces, kept as one: a million tiny pieces take no more memory than one. */
export interface GrowingBytes {
  append(piece: Uint8Array): void;
  /** What has come so far; not a copy. */
  whole(): Buffer;
}

export function openGrowingBytes(start: Uint8Array = new Uint8Array()): GrowingBytes {
  let buffer = Buffer.from(start);
  let length = start.length;
  return {
    append(piece) {
      if (length + piece.length > buffer.length) {
        const larger = Buffer.alloc(Math.max(length + piece.length, 2 * buffer.length));
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      buffer.set(piece, length);
      length += piece.length;
    },
    whole: () => buffer.subarray(0, length),
  };
}
