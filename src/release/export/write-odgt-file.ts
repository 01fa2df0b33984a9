import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { hashBytes, mapValues, readMask, withStorageErrors, writeMask } from '../../io/index.ts';
import { type Encoding, type Sha256, shiftTable } from '../../records/index.ts';

/** One file to write: a photo as it is, a mask in the shifted encoding. */
export type OdgtFile = {
  readonly from: string;
  /** Of the file at `from`. */
  readonly sha256: Sha256;
  readonly to: string;
} & ({ readonly kind: 'photo' } | { readonly kind: 'mask'; readonly encoding: Encoding });

/** Where a thread finds {@link writeOdgtFile}. */
export const writeOdgtFileModule = import.meta.url;

/** @throws {InvalidInput} when the file is not what the release says, naming it */
export async function writeOdgtFile(
  file: OdgtFile,
  { out, voidValue }: { readonly out: string; readonly voidValue: number },
): Promise<void> {
  const bytes = await withStorageErrors(file.from, () => readFile(file.from));
  if (hashBytes(bytes) !== file.sha256) {
    throw new InvalidInput(`File is not the one of the release, run verify: ${file.from}`);
  }
  const to = join(out, file.to);
  await withStorageErrors(to, async () => {
    await mkdir(dirname(to), { recursive: true });
    await writeFile(
      to,
      file.kind === 'photo' ? bytes : shiftedMask(bytes, file.encoding, voidValue),
    );
  });
}

/** Train id + 2, void 1, as the paper's `convert_cityscapes_to_uint` writes. */
function shiftedMask(bytes: Uint8Array, encoding: Encoding, voidValue: number): Uint8Array {
  const image = readMask(bytes);
  if (image.kind === 'colours') throw new InvalidInput('Mask has several channels');
  if (encoding === 'shifted') return image.form === 'grey' ? bytes : writeMask(image.labels);
  return writeMask(mapValues(image.labels, shiftTable(voidValue)));
}
