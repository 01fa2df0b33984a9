import { InvalidRelease } from '../errors.ts';
import { type Sha256, sha256Schema, unsafePathReason } from '../records/index.ts';

/** Digest by path, paths relative to the release. */
export type Checksums = ReadonlyMap<string, Sha256>;

/** The text of `SHA256SUMS`, as `sha256sum -c` reads it, sorted by path. */
export function checksumsText(sums: Checksums): string {
  const paths = [...sums.keys()].sort();
  return paths.map((path) => `${sums.get(path)}  ${path}\n`).join('');
}

/** @throws {InvalidRelease} naming the line that is none */
export function parseChecksums(text: string, where: string): Checksums {
  const sums = new Map<string, Sha256>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const digest = sha256Schema.safeParse(line.slice(0, 64));
    const path = line.slice(66);
    if (
      !digest.success ||
      line.slice(64, 66) !== '  ' ||
      unsafePathReason(path) !== undefined ||
      sums.has(path)
    ) {
      throw new InvalidRelease(
        `Not a checksum line "${line.slice(0, 100)}": ${where} line ${i + 1}`,
      );
    }
    sums.set(path, digest.data);
  }
  return sums;
}
