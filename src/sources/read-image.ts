import { InvalidImage, SourceChanged } from '../errors.ts';
import {
  asStorageFailure,
  contentOf,
  hashBytes,
  readPhoto,
  readPhotoHeader,
  readSourceFile,
} from '../io/index.ts';
import type { FileRef, ImageFormat } from '../records/index.ts';
import type { FileLook } from './source.ts';

/** An image that decodes from its first byte to its last. */
export interface SoundImage {
  readonly source: FileRef;
  /** Pixels, as stored: EXIF orientation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
}

/** Images of ImageNet take some 110 kB; nothing that is one comes near this. */
const mostFileBytes = 64 << 20;

/**
 * Reads one image completely: digests it, recognises what it is by its content, decodes it.
 *
 * @throws {InvalidImage} for anything but one RGB or grey JPEG or PNG
 * @throws {SourceChanged} when the file is not what it was when listed
 * @throws {StorageFailure} when it cannot be read
 */
export async function readImage(root: string, look: FileLook): Promise<SoundImage> {
  const bytes = readAsListed(root, look);
  const format = await formatOf(bytes);
  const { width, height } = await readPhoto(bytes);
  const source = { path: look.path, bytes: bytes.length, sha256: hashBytes(bytes) };
  return { source, width, height, format };
}

/**
 * The bytes of a file of a source, as many as were listed. It reads at once: a thread has nothing else
 * to do, and waiting costs more than such a file.
 *
 * @throws {InvalidImage} `file-empty` or `file-too-large`
 * @throws {SourceChanged} when the file is not what it was when listed
 * @throws {StorageFailure} when it cannot be read
 */
export function readAsListed(root: string, look: FileLook): Uint8Array {
  refuseSize(look);
  try {
    const found = readSourceFile(root, look.path);
    if (found.kind === 'file' && found.bytes.length === look.bytes) return found.bytes;
  } catch (error) {
    throw asStorageFailure(error, look.path);
  }
  throw new SourceChanged(`Source file changed since it was listed: ${look.path}`);
}

function refuseSize({ bytes }: FileLook): void {
  if (bytes === 0) throw new InvalidImage('file-empty', 'File has no bytes');
  if (bytes > mostFileBytes)
    throw new InvalidImage('file-too-large', `File has ${bytes} bytes, above ${mostFileBytes}`);
}

/**
 * Files may hold something else than their names end in: all of ImageNet's are called `.JPEG`. A PNG
 * is taken: every decoder goes by content; the check `classes` notes it. CMYK is left out, since
 * decoders turn it into RGB each in its own way.
 */
async function formatOf(bytes: Uint8Array): Promise<ImageFormat> {
  const content = contentOf(bytes);
  if (content === 'html')
    throw new InvalidImage('photo-html', 'Content is a web page: a download that failed');
  if (content === 'unknown')
    throw new InvalidImage('photo-unknown', 'Content starts like no known image');
  const { pages, isCmyk } = await readPhotoHeader(bytes);
  if (pages > 1) throw new InvalidImage('photo-animated', `Image is animated, ${pages} frames`);
  if (content !== 'jpeg' && content !== 'png')
    throw new InvalidImage('photo-format', `Content is ${content}, neither JPEG nor PNG`);
  if (isCmyk)
    throw new InvalidImage(
      'photo-cmyk',
      'Colours are CMYK, which decoders turn into RGB each in its own way',
    );
  return content;
}
