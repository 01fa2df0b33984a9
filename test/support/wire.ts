/** Fields of protobuf messages, written by hand: see WireCursor for their form. */
export function numberField(field: number, value: bigint): Uint8Array {
  return join(varint(BigInt(field << 3)), varint(value));
}

export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return join(varint(BigInt((field << 3) | 2)), varint(BigInt(bytes.length)), bytes);
}

export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, Buffer.from(text));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.of(...bytes, Number(rest));
}
