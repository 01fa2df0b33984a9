import { createHash } from 'node:crypto';

/**
 * What an id draws under a seed: 32 hexadecimal digits, sorted as text. MD5, since DuckDB computes
 * the same from `md5(seed || ':' || id)`; it need only look random.
 */
export function drawOf(seed: string, id: number): string {
  return createHash('md5').update(`${seed}:${id}`).digest('hex');
}
