import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withStorageErrors } from '../io/index.ts';
import type { Audit } from './audit.ts';

const blockBytes = 1 << 22;

/**
 * The text of a certificate: JSON with a line for each cover, ancestor and candidate, so that two
 * certificates can be compared by lines.
 *
 * @param entries lines of entries, as `audit` hands them out
 */
export function certificateText({ head }: Audit, entries: readonly Uint8Array[]): string {
  const lines = entries.map((part) => new TextDecoder().decode(part)).join(',\n');
  return `${textBefore({ head })}${entries.length > 0 ? '\n' : ''}${lines}${textAfter(entries.length > 0)}`;
}

/** A certificate on its way to disk: entries first, to a file beside it, since there may be millions. */
export interface CertificateFile {
  add(lines: Uint8Array): Promise<void>;
  /** Puts the head before them, waits for the disk, and gives the file its name. */
  finish(audit: Pick<Audit, 'head'>): Promise<void>;
  /** After an error: nothing is left. */
  discard(): Promise<void>;
}

/** @throws {StorageFailure} as do the calls of what is returned */
export async function openCertificateFile(path: string): Promise<CertificateFile> {
  const entriesPath = `${path}.entries.part`;
  const partial = `${path}.part`;
  const entries: FileHandle = await withStorageErrors(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return open(entriesPath, 'w');
  });
  let isEmpty = true;
  return {
    add: (lines) =>
      withStorageErrors(entriesPath, async () => {
        await entries.writeFile(isEmpty ? '\n' : ',\n');
        await entries.writeFile(lines);
        isEmpty = false;
      }),
    finish: ({ head }) =>
      withStorageErrors(path, async () => {
        await entries.close();
        const whole = await open(partial, 'w');
        try {
          await whole.writeFile(textBefore({ head }));
          await appendTo(whole, entriesPath);
          await whole.writeFile(textAfter(!isEmpty));
          await whole.sync();
        } finally {
          await whole.close();
        }
        await rename(partial, path);
        await rm(entriesPath);
      }),
    async discard() {
      await entries.close();
      for (const left of [entriesPath, partial]) await rm(left, { force: true });
    },
  };
}

/** In large blocks: the entries of two million taxa are half a gigabyte. */
async function appendTo(target: FileHandle, path: string): Promise<void> {
  const source = await open(path);
  try {
    const block = Buffer.allocUnsafeSlow(blockBytes);
    for (;;) {
      const { bytesRead } = await source.read(block);
      if (bytesRead === 0) return;
      await target.writeFile(block.subarray(0, bytesRead));
    }
  } finally {
    await source.close();
  }
}

function textBefore({ head }: Pick<Audit, 'head'>): string {
  const { covers, ancestors, ...rest } = head;
  const lines = Object.entries({ schema: 1, ...rest }).map(([key, value]) => {
    return `"${key}": ${JSON.stringify(value)},\n`;
  });
  return `{\n${lines.join('')}${listText('covers', covers)},\n${listText('ancestors', ancestors)},\n"candidates": [`;
}

function textAfter(hasEntries: boolean): string {
  return `${hasEntries ? '\n' : ''}]\n}\n`;
}

function listText(name: string, items: readonly unknown[]): string {
  const lines = items.map((item) => `\n${JSON.stringify(item)}`).join(',');
  return `"${name}": [${lines}${items.length > 0 ? '\n' : ''}]`;
}
