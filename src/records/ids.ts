import { z } from './parse.ts';

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
export type Sha256 = string & z.$brand<'Sha256'>;

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 digest')
  .brand<'Sha256'>();

/** Brands a digest that a hash function has just returned. */
export function asSha256(hex: string): Sha256 {
  return sha256Schema.parse(hex);
}

/** The name of a dataset, class set, check, gate: lower-case words joined by dashes. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Not a name of lower-case words joined by dashes');

/** A semantic version of three numbers. */
export const versionSchema = z
  .string()
  .regex(/^\d+\.\d+\.\d+$/, 'Not a version of three numbers such as 1.0.0');
