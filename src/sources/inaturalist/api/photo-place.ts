import { InvalidInput } from '../../../errors.ts';

/** The kinds of files that iNaturalist keeps, in any case. */
const extensions: readonly string[] = ['jpg', 'jpeg', 'png', 'gif'];

/** Where openly licensed photos are kept: a photo that is elsewhere is not openly licensed. */
export interface PhotoPlace {
  /**
   * Of a photo's file, its case kept: "JPG". `undefined` when it is kept elsewhere, under another
   * id or is of another kind.
   */
  extensionOf(photoId: number, url: string): string | undefined;
}

/**
 * @param photos the address below which they lie as `photos/<id>/<size>.<extension>`
 * @throws {InvalidInput} when it is no address
 */
export function photoPlace(photos: string): PhotoPlace {
  if (!URL.canParse(photos)) throw new InvalidInput(`Not a web address "${photos}": photos`);
  const { host, pathname } = new URL(photos);
  const folder = `${pathname.replace(/\/$/, '')}/photos/`;
  return {
    extensionOf(photoId, text) {
      if (!URL.canParse(text)) return undefined;
      const url = new URL(text);
      if (url.host !== host || !url.pathname.startsWith(folder)) return undefined;
      const [, id, extension = ''] =
        /^(\d+)\/[a-z]+\.([A-Za-z]{3,4})$/.exec(url.pathname.slice(folder.length)) ?? [];
      if (id !== String(photoId) || !extensions.includes(extension.toLowerCase())) return undefined;
      return extension;
    },
  };
}
