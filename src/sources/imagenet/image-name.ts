import type { Wnid } from '../../records/index.ts';

/**
 * The id in an ImageNet file name, `n02069412_10` of `n02069412_10.JPEG`; `undefined` when it is not
 * the wnid of its class, an underscore, a number and the ending of an image.
 */
export function imageIdOf(name: string, wnid: Wnid): string | undefined {
  const match = /^(n\d{8}_\d+)\.(jpe?g|png)$/i.exec(name);
  return match?.[1]?.startsWith(`${wnid}_`) === true ? match[1] : undefined;
}

/** Why a file of another name is left out. */
export function wrongNameDetail(wnid: Wnid): string {
  return `Name is not ${wnid}, an underscore, a number and ".JPEG"`;
}
