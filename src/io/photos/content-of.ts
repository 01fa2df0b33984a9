/** What a file holds, by its first bytes: its name does not count. */
export type Content =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'heif'
  | 'html'
  | 'unknown';

export function contentOf(bytes: Uint8Array): Content {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const binary = signatures.find(([, signature, at = 0]) => start.startsWith(signature, at));
  if (binary !== undefined) return binary[0];
  return webPage.test(start) ? 'html' : 'unknown';
}

/** What files of each kind start with, or have a few bytes in. */
const signatures: readonly (readonly [content: Content, signature: string, at?: number])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF8'],
  ['webp', 'WEBP', 8],
  ['heif', 'ftyp', 4],
  ['bmp', 'BM'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
];

const webPage = /^(\xef\xbb\xbf)?\s*<(!doctype|!--|html|head|body|script|\?xml)/i;
