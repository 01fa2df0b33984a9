import { createReadStream } from 'node:fs';
import { InvalidInput } from '../../errors.ts';
import { ArrayScanner, type ArrayScannerOptions } from './array-scanner.ts';

export type ElementOptions = Pick<ArrayScannerOptions, 'arrays'> &
  Partial<Pick<ArrayScannerOptions, 'mostElementBytes' | 'deepest'>> & {
    /** Called with each chunk, to digest a file as it is read. */
    readonly onChunk?: ((chunk: Buffer) => void) | undefined;
  };

export interface JsonElement {
  /** Name of the array it stands in. */
  readonly array: string;
  readonly value: unknown;
}

const chunkBytes = 1 << 18;

/**
 * Goes through arrays of objects in a JSON file whose outermost value is an object, element by element
 * in the order of the file, never all of it in memory: such files have hundreds of megabytes.
 *
 * @throws {InvalidInput} for what is no such JSON, an element that is too large, or an array that is
 *   missing or stands twice, naming the byte
 */
export async function* jsonElements(
  path: string,
  { arrays, mostElementBytes = 16 << 20, deepest = 64, onChunk }: ElementOptions,
): AsyncGenerator<JsonElement> {
  const scanner = new ArrayScanner({ arrays, mostElementBytes, deepest, where: path });
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    onChunk?.(chunk as Buffer);
    for (const { array, text } of scanner.push(chunk as Buffer)) {
      yield { array, value: parse(text, array, path) };
    }
  }
  scanner.finish();
}

function parse(text: Buffer, array: string, path: string): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (cause) {
    const shown = JSON.stringify(text.subarray(0, 60).toString('utf8'));
    throw new InvalidInput(`Not JSON, an element of "${array}", ${shown}: ${path}`, { cause });
  }
}
