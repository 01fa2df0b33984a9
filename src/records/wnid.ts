import { z } from './parse.ts';

/** A noun synset of WordNet 3.0 as ImageNet writes it: `n` and the eight digits of its offset. */
export type Wnid = string & z.$brand<'Wnid'>;

export const wnidSchema = z
  .string()
  .regex(/^n\d{8}$/, 'Not a wnid of n and eight digits')
  .brand<'Wnid'>();

/** The wnid of a byte offset in `data.noun`. */
export function wnidOf(offset: number): Wnid {
  return wnidSchema.parse(`n${String(offset).padStart(8, '0')}`);
}

/** The byte offset in `data.noun` that a wnid names. */
export function offsetOf(wnid: Wnid): number {
  return Number(wnid.slice(1));
}
