/** An npy file as NumPy writes it; other parts of the header by `change`. */
export function npyBytesOf(
  data: ArrayBufferView,
  header: string,
  { major = 1 }: { readonly major?: number } = {},
): Uint8Array {
  const before = major === 1 ? 10 : 12;
  const text = `${header.padEnd(Math.ceil((header.length + before + 1) / 64) * 64 - before - 1)}\n`;
  const start = Buffer.alloc(before);
  start.write('\x93NUMPY', 'latin1');
  start[6] = major;
  if (major === 1) start.writeUInt16LE(text.length, 8);
  else start.writeUInt32LE(text.length, 8);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([start, Buffer.from(text, 'latin1'), bytes]);
}

/** "{'descr': '<f4', ...}". */
export function npyHeaderOf(descr: string, shape: readonly number[], order = 'False'): string {
  const listed = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  return `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${listed}), }`;
}
