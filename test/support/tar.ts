export interface TarMember {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array;
  /** One character: 0 file (default), 5 folder, 2 link, L long name, x pax, ... */
  readonly type?: string;
  /** Stated size, where it is to differ from the content's. */
  readonly size?: number;
  readonly magic?: string;
  readonly prefix?: string;
  readonly checksum?: number;
}

/** Writes any tar archive, faults and all, independently of the code under test. */
export function encodeTar(members: readonly TarMember[], end = 1024): Buffer {
  const parts = members.flatMap((member) => {
    const { content = Buffer.alloc(0) } = member;
    return [tarHeader(member), content, Buffer.alloc(-content.length & 511)];
  });
  return Buffer.concat([...parts, Buffer.alloc(end)]);
}

/** A GNU long name, to stand before its member. */
export function longName(name: string): TarMember {
  return { name: '././@LongLink', type: 'L', content: Buffer.from(`${name}\0`), magic: 'ustar  ' };
}

/** A pax header, to stand before its member. */
export function pax(records: Readonly<Record<string, string>>, type = 'x'): TarMember {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length++;
    return `${length}${rest}`;
  });
  return { name: 'PaxHeaders/x', type, content: Buffer.from(lines.join('')) };
}

function tarHeader({
  name,
  content,
  type = '0',
  size,
  magic,
  prefix,
  checksum,
}: TarMember): Buffer {
  const block = Buffer.alloc(512);
  Buffer.from(name as string).copy(block, 0, 0, 100);
  block.write('0000644\0', 100);
  block.write(octal(size ?? content?.length ?? 0, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(type, 156, 'latin1');
  block.write(magic ?? 'ustar\u000000', 257, 'latin1');
  block.write(prefix ?? '', 345);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(octal(checksum ?? sum, 8), 148);
  return block;
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}
