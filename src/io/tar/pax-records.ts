/**
 * The records of a pax header, by key; `undefined` where they are malformed.
 *
 * ```
 * record = length " " key "=" value "\n"     length: decimal, of the whole record
 * ```
 */
export function parsePaxRecords(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const records = new Map<string, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 ? '' : Buffer.from(bytes.subarray(at, space)).toString('latin1');
    if (!/^[1-9]\d{0,8}$/.test(digits)) return undefined;
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    if (end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      return undefined;
    }
    const key = Buffer.from(bytes.subarray(space + 1, equals)).toString('utf8');
    records.set(key, bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
