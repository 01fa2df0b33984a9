/**
 * How EXIF says that an image is to be turned, 1 to 8; 1 where it does not say or cannot be read.
 *
 * ```
 * TIFF  = ("II" 42:u16le | "MM" 42:u16be) IFD0:u32
 * IFD   = count:u16 entry*
 * entry = tag:u16 type:u16 count:u32 value:4 bytes   (orientation: tag 0x0112, type SHORT, count 1)
 * ```
 * Only the first directory is read, entry by entry, no offset but its own followed: cycles and
 * lengths that lie lead nowhere. Source: Exif 2.32, sections 4.5.2 and 4.6.4.
 *
 * @param tiff what follows `Exif\0\0` in a JPEG, or the data of the chunk `eXIf` in a PNG
 */
export function exifOrientation(tiff: Buffer): number {
  if (tiff.length < 8) return 1;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return 1;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  if (u16(2) !== 42 || directory + 2 > tiff.length) return 1;
  const entries = u16(directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (u16(at) !== 0x0112) continue;
    const value = u16(at + 2) === 3 && u32(at + 4) === 1 ? u16(at + 8) : 1;
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
