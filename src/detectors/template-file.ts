import { InvalidInput } from '../errors.ts';
import { parseAs, z } from '../records/index.ts';
import type { KlTemplates } from './kl-templates.ts';

const kind = 'oodforge-kl-templates';
const longestHead = 1 << 20;

const headSchema = z.strictObject({
  kind: z.literal(kind),
  schema: z.literal(1),
  classes: z.int().min(1).max(12_000),
  /** Pairs of a predicted class and how often it was. */
  predicted: z.array(z.tuple([z.int().min(0), z.int().min(1)])).min(1),
});

/**
 * Templates as bytes, exactly: the same templates always give the same bytes.
 *
 * ```
 * file = head "\n" values       head   = one line of JSON
 *                               values = float64, the least significant byte first, row-major
 * ```
 */
export function templateBytes({ classes, predicted, counts, values }: KlTemplates): Uint8Array {
  const pairs = predicted.map((place, i) => [place, counts[i]]);
  const head = JSON.stringify({ kind, schema: 1, classes, predicted: pairs });
  return Buffer.concat([
    Buffer.from(`${head}\n`),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

/**
 * @param where what the bytes were read from, for messages
 * @throws {InvalidInput} where they are no templates
 */
export function parseTemplates(bytes: Uint8Array, where: string): KlTemplates {
  const end = bytes.subarray(0, longestHead).indexOf(10);
  if (end === -1) throw new InvalidInput(`No templates, the first line does not end: ${where}`);
  const { classes, predicted } = parseAs(headSchema, jsonOf(bytes.subarray(0, end), where), where);
  const places = predicted.map(([place]) => place);
  if (places.some((place, i) => place >= classes || place <= (places[i - 1] ?? -1))) {
    throw new InvalidInput(`Predicted classes are not ascending below ${classes}: ${where}`);
  }
  // A copy, since numbers of 8 bytes must begin at a place that 8 divides.
  const body = new Uint8Array(bytes.subarray(end + 1));
  if (body.length !== places.length * classes * 8) {
    throw new InvalidInput(
      `${places.length} templates of ${classes} classes do not fit ${body.length} bytes: ${where}`,
    );
  }
  const values = new Float64Array(body.buffer);
  checkRows(values, classes, where);
  return { classes, predicted: places, counts: predicted.map(([, count]) => count), values };
}

function jsonOf(line: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8'));
  } catch (cause) {
    throw new InvalidInput(`No templates, the first line is no JSON: ${where}`, { cause });
  }
}

/** Each row is a distribution; the mean of many sums to one but for rounding. */
function checkRows(values: Float64Array, classes: number, where: string): void {
  for (let at = 0; at < values.length; at += classes) {
    const row = values.subarray(at, at + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    if (!row.every((value) => value >= 0) || Math.abs(sum - 1) > 1e-6) {
      throw new InvalidInput(`Template ${at / classes} is no distribution (sum ${sum}): ${where}`);
    }
  }
}
