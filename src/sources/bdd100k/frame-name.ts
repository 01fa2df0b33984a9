/** What a BDD100K frame name says: `a91b7555-00000460` is a frame of the drive `a91b7555`. */
export interface FrameName {
  readonly id: string;
  /** The drive that the frame was taken from. */
  readonly clip: string;
}

/**
 * Reads a frame name, or `undefined` when it is not eight and eight hexadecimal digits. Two of
 * BDD100K's frames are written with capital digits, such as `13e7e580-68BC1FE2`.
 */
export function parseFrameName(id: string): FrameName | undefined {
  const isFrame = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{8}$/.test(id);
  return isFrame ? { id, clip: id.slice(0, 8).toLowerCase() } : undefined;
}
