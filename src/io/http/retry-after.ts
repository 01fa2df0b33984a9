/**
 * Reads a Retry-After header: seconds, or a date. `undefined` where there is none or it says
 * neither. See RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
