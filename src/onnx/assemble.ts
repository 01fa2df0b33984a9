import { InvalidInput } from '../errors.ts';
import { modelField } from './fields.ts';
import { largestModelBytes } from './inspect-model.ts';
import { BinaryWriter, WireType } from './wire.ts';

/**
 * A model's file from fields of the model and fields of its graph, which are written as one.
 *
 * @throws {InvalidInput} where it would be larger than such a file may be
 */
export function assemble(
  outside: readonly Uint8Array[],
  graph: readonly Uint8Array[],
  where: string,
): Uint8Array<ArrayBuffer> {
  const graphBytes = graph.reduce((sum, part) => sum + part.length, 0);
  const outsideBytes = outside.reduce((sum, part) => sum + part.length, 0);
  if (graphBytes + outsideBytes > largestModelBytes - 16) {
    throw new InvalidInput(
      `With what is added the model has more than 2 GiB, which no file of this format may: ${where}`,
    );
  }
  const head = new BinaryWriter()
    .tag(modelField.graph, WireType.LengthDelimited)
    .uint32(graphBytes)
    .finish();
  const whole = new Uint8Array(outsideBytes + head.length + graphBytes);
  let at = 0;
  for (const part of [...outside, head, ...graph]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
