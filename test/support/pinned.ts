import { createHash } from 'node:crypto';
import { type PinnedSource, parsePinnedSource } from '../../src/records/index.ts';

/** Some bytes that nobody else has. */
export function someBytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
}

/** The manifest that pins `bytes`. */
export function pinManifest(bytes: Uint8Array, change: object = {}): Record<string, unknown> {
  return {
    schema: 1,
    name: 'some-list',
    title: 'Some list',
    file: 'some-list.txt',
    url: 'https://example.invalid/some-list.txt',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: { name: 'MIT', url: 'https://example.invalid/LICENSE' },
    holds: { kind: 'text' },
    ...change,
  };
}

export function pin(bytes: Uint8Array, change: object = {}): PinnedSource {
  return parsePinnedSource(pinManifest(bytes, change), 'pin.json');
}
