import { InvalidImage } from '../../errors.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { PhotoLimits } from './photo-limits.ts';
import {
  checkCount,
  checkDimensions,
  checkMetadata,
  type PhotoStructure,
  trailingBytesOf,
} from './photo-structure.ts';

/**
 * Walks the segments of a JPEG file, nothing decoded.
 *
 * ```
 * file    = SOI (segment | scan)* EOI trailing
 * segment = FF+ marker:u8 length:u16 data   (length counts itself)
 * scan    = SOS segment, then coded bytes in which FF is followed by 00 or by RST0..RST7
 * SOF     = precision:u8 height:u16 width:u16 components:u8 ...
 * ```
 * A file that ends before its EOI is cut, wherever that is. Source: ITU-T T.81, annex B.
 *
 * @throws {InvalidImage} `photo-truncated`, `photo-structure`, `photo-dimensions`, `photo-metadata`,
 * `photo-cmyk`
 */
export function readJpegStructure(file: Uint8Array, limits: PhotoLimits): PhotoStructure {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { readonly width: number; readonly height: number } | undefined;
  let orientation: number | undefined;
  let metadataBytes = 0;
  let profileBytes = 0;
  let scans = 0;
  let at = 2;
  for (let parts = 1; ; parts++) {
    checkCount('segments', parts, limits.mostParts);
    const { marker, data, start, next } = readSegment(bytes, at);
    at = next;
    if (marker === markers.eoi) break;
    if (isFrame(marker)) {
      if (size !== undefined) throw new InvalidImage('photo-structure', 'JPEG has a second frame');
      size = readFrame(data, limits);
    }
    if (marker === markers.app1 && startsWith(data, 'Exif\0\0')) {
      orientation ??= exifOrientation(data.subarray(6));
    }
    if (marker === markers.sos) {
      checkCount('scans', ++scans, limits.mostScans);
      at = endOfScan(bytes, next);
    }
    const isProfile = marker === markers.app2 && startsWith(data, 'ICC_PROFILE\0');
    if (isProfile) profileBytes += data.length;
    if (isProfile || !isMetadata(marker)) kept.push(bytes.subarray(start, at));
    else metadataBytes += at - start;
    checkMetadata({ metadataBytes, profileBytes }, limits);
  }
  if (size === undefined) throw new InvalidImage('photo-structure', 'JPEG has no frame');
  kept.push(bytes.subarray(at - 2, at));
  return {
    ...size,
    orientation: orientation ?? 1,
    metadataBytes,
    trailingBytes: trailingBytesOf(bytes, at),
    plain: metadataBytes === 0 ? bytes.subarray(0, at) : Buffer.concat(kept),
  };
}

const markers = { eoi: 0xd9, sos: 0xda, app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee };

/** SOF0 to SOF15, among which lie three markers that are none. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Comments and what applications keep, but for the two that say what the colours are. */
function isMetadata(marker: number): boolean {
  if (marker === markers.app0 || marker === markers.app14) return false;
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
}

interface Segment {
  readonly marker: number;
  readonly data: Buffer;
  readonly start: number;
  readonly next: number;
}

function readSegment(bytes: Buffer, start: number): Segment {
  let at = start;
  if (at < bytes.length && bytes[at] !== 0xff) {
    throw new InvalidImage('photo-structure', `JPEG has no marker at byte ${at}`);
  }
  while (bytes[at] === 0xff) at++;
  const marker = bytes[at++];
  if (marker === undefined) throw cutAt(bytes);
  if (marker === markers.eoi) return { marker, data: bytes.subarray(at, at), start, next: at };
  if (at + 2 > bytes.length) throw cutAt(bytes);
  const length = bytes.readUInt16BE(at);
  if (length < 2 || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) {
    const name = marker.toString(16).padStart(2, '0');
    throw new InvalidImage('photo-structure', `JPEG has no segment ff${name} at byte ${start}`);
  }
  const next = at + length;
  if (next > bytes.length) throw cutAt(bytes);
  return { marker, data: bytes.subarray(at + 2, next), start, next };
}

function cutAt(bytes: Buffer): InvalidImage {
  return new InvalidImage(
    'photo-truncated',
    `JPEG ends at byte ${bytes.length}, before its end marker`,
  );
}

function readFrame(data: Buffer, limits: PhotoLimits) {
  if (data.length < 6) throw new InvalidImage('photo-structure', 'JPEG frame header is too short');
  const [height, width, components] = [data.readUInt16BE(1), data.readUInt16BE(3), data[5]];
  checkDimensions(width, height, limits);
  if (components === 4) {
    throw new InvalidImage(
      'photo-cmyk',
      'Colours are CMYK, which decoders turn into RGB each in its own way',
    );
  }
  return { width, height };
}

/** Where the first marker after coded bytes stands that is no restart. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at)) {
    const code = bytes[at + 1];
    if (code === undefined) break;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
    at += code === 0xff ? 1 : 2;
  }
  throw cutAt(bytes);
}

function startsWith(data: Buffer, text: string): boolean {
  return data.toString('latin1', 0, text.length) === text;
}
