/** What a BDD100K frame name says: `a91b7555-00000460` is a frame of the drive `a91b7555`. */
export interface FrameName {
  readonly id: string;
  /** The drive that the frame was taken from. */
  readonly clip: string;
}

/** Reads a frame name, or `undefined` when it is not eight and eight hexadecimal digits. */
export function parseFrameName(id: string): FrameName | undefined {
  return /^[0-9a-f]{8}-[0-9a-f]{8}$/.test(id) ? { id, clip: id.slice(0, 8) } : undefined;
}
