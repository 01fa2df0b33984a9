import { InvalidImage, SourceChanged } from '../../errors.ts';
import {
  asStorageFailure,
  contentOf,
  hashBytes,
  readPhoto,
  readPhotoHeader,
  readSourceFile,
} from '../../io/index.ts';
import type { ClassSourceRecord, ImageFormat } from '../../records/index.ts';
import type { ClassCandidate, FileLook, Inspected } from '../source.ts';

/** Where a thread finds {@link inspectImage}. */
export const inspectModule = import.meta.url;

/** ImageNet's images take some 110 kB; nothing that is one comes near this. */
const mostFileBytes = 64 << 20;

/**
 * Reads one image completely: digests it, recognises what it is by its content, decodes it.
 *
 * @throws {SourceChanged} when the file is not what it was when listed
 * @throws {StorageFailure} when it cannot be read
 */
export async function inspectImage(
  { key, id, sourceSplit, member, wnid, image: look }: ClassCandidate,
  { root }: { readonly root: string },
): Promise<Inspected> {
  try {
    refuseSize(look);
    const bytes = readAsListed(root, look);
    const format = await formatOf(bytes);
    const { width, height } = await readPhoto(bytes);
    const source = { path: look.path, bytes: bytes.length, sha256: hashBytes(bytes) };
    const truth = { kind: 'class', member, wnid, width, height, format } as const;
    const record: ClassSourceRecord = { id, sourceSplit, image: { source }, truth };
    return { kind: 'record', key, record };
  } catch (error) {
    if (!(error instanceof InvalidImage)) throw error;
    const { reason, message: detail } = error;
    return { kind: 'skipped', key, skipped: { path: look.path, sourceSplit, reason, detail } };
  }
}

function refuseSize({ bytes }: FileLook): void {
  if (bytes === 0) throw new InvalidImage('file-empty', 'File has no bytes');
  if (bytes > mostFileBytes)
    throw new InvalidImage('file-too-large', `File has ${bytes} bytes, above ${mostFileBytes}`);
}

function readAsListed(root: string, look: FileLook): Uint8Array {
  try {
    const found = readSourceFile(root, look.path);
    if (found.kind === 'file' && found.bytes.length === look.bytes) return found.bytes;
  } catch (error) {
    throw asStorageFailure(error, look.path);
  }
  throw new SourceChanged(`Source file changed since it was listed: ${look.path}`);
}

/**
 * ImageNet's files are all called `.JPEG`, but some hold something else. A PNG is taken: every
 * decoder goes by content; the check `classes` notes it. CMYK is left out, since decoders turn it
 * into RGB each in its own way.
 *
 * @throws {InvalidImage} for anything but one RGB or grey JPEG or PNG
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
