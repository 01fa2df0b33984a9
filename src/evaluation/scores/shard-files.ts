import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFile } from '../../errors.ts';
import { hashBytes, jsonText, parseJson, writeFileDurably } from '../../io/index.ts';
import { parseAs, type Sha256, sha256Schema, z } from '../../records/index.ts';

/** What a model said of the images of one shard: an array a detector, a row an image. */
export interface Shard {
  readonly shard: number;
  /** Ids, in the order of the rows. */
  readonly subjects: readonly string[];
  readonly arrays: readonly ShardArray[];
  /** Pixels by class of the truth and class of the model, row by row; of segmentation only. */
  readonly confusion?: readonly number[] | undefined;
}

/** One array: float32, little-endian, image after image in a file of their own. */
export interface ShardArray {
  readonly name: string;
  readonly sha256: Sha256;
  /** Shape of each image's part; `[]` is one number. */
  readonly shapes: readonly (readonly number[])[];
}

/** One array on its way to the disk. */
export interface NewArray {
  readonly name: string;
  readonly parts: readonly Float32Array[];
  readonly shapes: readonly (readonly number[])[];
}

const shapeSchema = z.array(z.int().min(0));
const shardSchema: z.ZodType<Shard & { readonly schema: 1 }> = z.strictObject({
  schema: z.literal(1),
  shard: z.int().min(0),
  subjects: z.array(z.string().min(1)),
  arrays: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9-]+$/, 'Not the name of an array'),
      sha256: sha256Schema,
      shapes: z.array(shapeSchema),
    }),
  ),
  confusion: z.array(z.int().min(0)).optional(),
});

/** `shard-00012.json`, and `shard-00012.msp.f32` beside it. */
export function shardPath(folder: string, shard: number, array?: string): string {
  const name = `shard-${String(shard).padStart(5, '0')}`;
  return join(folder, array === undefined ? `${name}.json` : `${name}.${array}.f32`);
}

/** Writes the arrays, then the file that speaks of them: it is there only when they are. */
export async function writeShard(
  folder: string,
  { arrays, ...shard }: Omit<Shard, 'arrays'> & { readonly arrays: readonly NewArray[] },
): Promise<Shard> {
  const written: ShardArray[] = [];
  for (const { name, parts, shapes } of arrays) {
    const bytes = Buffer.concat(
      parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
    );
    await writeFileDurably(shardPath(folder, shard.shard, name), bytes);
    written.push({ name, sha256: hashBytes(bytes), shapes });
  }
  const done: Shard = { ...shard, arrays: written };
  const path = shardPath(folder, shard.shard);
  await writeFileDurably(`${path}.part`, jsonText({ schema: 1, ...done }));
  await rename(`${path}.part`, path);
  return done;
}

/** The shard, or undefined where it was not finished. @throws {InvalidInput} for another form */
export async function readShard(folder: string, shard: number): Promise<Shard | undefined> {
  const path = shardPath(folder, shard);
  if (!existsSync(path)) return undefined;
  const { schema: _, ...parsed } = parseAs(
    shardSchema,
    parseJson(await readFile(path, 'utf8'), path),
    path,
  );
  return parsed;
}

/**
 * The numbers of one array, image after image.
 *
 * @throws {DamagedFile} when the file is not what was written
 */
export function readArray(folder: string, { shard, arrays }: Shard, name: string): Float32Array[] {
  const array = arrays.find((candidate) => candidate.name === name);
  const path = shardPath(folder, shard, name);
  if (array === undefined) throw new DamagedFile(`Shard has no array "${name}": ${path}`);
  const bytes = readBytes(path);
  if (hashBytes(bytes) !== array.sha256) {
    throw new DamagedFile(`Scores are not those that were written: ${path}`);
  }
  let at = 0;
  return array.shapes.map((shape) => {
    const length = shape.reduce((product, side) => product * side, 1);
    const part = new Float32Array(bytes.buffer, bytes.byteOffset + at, length);
    at += length * Float32Array.BYTES_PER_ELEMENT;
    return part;
  });
}

function readBytes(path: string): Uint8Array {
  try {
    // Copied where the buffer is part of a larger one, at a place where no float32 may begin.
    const bytes = readFileSync(path);
    return bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  } catch (cause) {
    throw new DamagedFile(`Scores are gone: ${path}`, { cause });
  }
}
