import { z } from './parse.ts';

/** Under what a photo may be used, as iNaturalist names it, in lower case. No code: all rights reserved. */
export const licenceCodes = [
  'cc0',
  'pd',
  'cc-by',
  'cc-by-sa',
  'cc-by-nd',
  'cc-by-nc',
  'cc-by-nc-sa',
  'cc-by-nc-nd',
] as const;
export type LicenceCode = (typeof licenceCodes)[number];

export const licenceCodeSchema = z.enum(licenceCodes);

export interface LicenceText {
  readonly name: string;
  readonly url: string;
}

/** Name and text of each; iNaturalist links the Creative Commons licences in version 4.0. */
export const licenceTexts: Readonly<Record<LicenceCode, LicenceText>> = {
  cc0: { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  pd: { name: 'Public domain', url: 'https://creativecommons.org/publicdomain/mark/1.0/' },
  'cc-by': creativeCommons('BY'),
  'cc-by-sa': creativeCommons('BY-SA'),
  'cc-by-nd': creativeCommons('BY-ND'),
  'cc-by-nc': creativeCommons('BY-NC'),
  'cc-by-nc-sa': creativeCommons('BY-NC-SA'),
  'cc-by-nc-nd': creativeCommons('BY-NC-ND'),
};

/**
 * Reads a code in either case, exactly: `CC-BY` of the open data and `cc-by` of the API. `undefined`
 * for what is none, such as no code at all, which means that all rights are reserved.
 */
export function parseLicenceCode(text: string | null | undefined): LicenceCode | undefined {
  return licenceCodes.find((code) => code === text?.toLowerCase());
}

function creativeCommons(terms: string): LicenceText {
  const url = `https://creativecommons.org/licenses/${terms.toLowerCase()}/4.0/`;
  return { name: `CC ${terms} 4.0`, url };
}
