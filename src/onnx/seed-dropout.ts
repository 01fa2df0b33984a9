import { assemble } from './assemble.ts';
import { attributeField, graphField, modelField, nodeField } from './fields.ts';
import { BinaryWriter, WireCursor } from './wire.ts';
import { inside, writeAttribute } from './write-graph.ts';

/** A model and how many of its nodes drop out. */
export interface SeededModel {
  readonly model: Uint8Array;
  /** Nodes of the kind; those that a model keeps only by name, without training mode, do nothing. */
  readonly dropouts: number;
}

/**
 * Gives each dropout of a model a seed, in place of one it may have. A session of the model then drops
 * out the same in each first run, the same in each second, and so on; without seeds, no two sessions
 * do. All else is copied as it is. Dropouts in graphs inside of nodes stay as they are.
 *
 * The runtime makes one run's masks of `seed`, the next run's of `seed + 1`: neighbouring seeds would
 * give two nodes the same masks, one run apart, so each node's is mixed.
 *
 * @throws {InvalidInput} with the place, where the bytes are no ONNX model
 */
export function seedDropout(
  model: Uint8Array,
  seed: number,
  { where }: { readonly where: string },
): SeededModel {
  const outside: Uint8Array[] = [];
  const graph: Uint8Array[] = [];
  let dropouts = 0;
  const file = new WireCursor(model, where);
  while (file.next()) {
    if (file.field !== modelField.graph) {
      outside.push(model.subarray(file.fieldStart, file.endOfField()));
      continue;
    }
    const part = file.message();
    while (part.next()) {
      const kept = part.field === graphField.node ? dropoutWithoutSeed(part, model) : undefined;
      graph.push(
        kept === undefined
          ? model.subarray(part.fieldStart, part.endOfField())
          : seeded(kept, mixed(seed, dropouts++)),
      );
    }
  }
  return { model: assemble(outside, graph, where), dropouts };
}

/** The fields of a node that is a dropout but for its seed; `undefined` for any other node. */
function dropoutWithoutSeed(
  graph: WireCursor,
  model: Uint8Array,
): readonly Uint8Array[] | undefined {
  const kept: Uint8Array[] = [];
  let isDropout = false;
  let isStandard = true;
  const node = graph.message();
  while (node.next()) {
    if (node.field === nodeField.opType) isDropout = node.text() === 'Dropout';
    else if (node.field === nodeField.domain) isStandard = ['', 'ai.onnx'].includes(node.text());
    const isSeed = node.field === nodeField.attribute && nameOfAttribute(node.message()) === 'seed';
    const field = model.subarray(node.fieldStart, node.endOfField());
    if (!isSeed) kept.push(field);
  }
  return isDropout && isStandard ? kept : undefined;
}

function nameOfAttribute(attribute: WireCursor): string {
  let name = '';
  while (attribute.next()) if (attribute.field === attributeField.name) name = attribute.text();
  return name;
}

function seeded(fields: readonly Uint8Array[], value: number): Uint8Array {
  const writer = new BinaryWriter();
  inside(writer, graphField.node, () => {
    for (const field of fields) writer.raw(field);
    inside(writer, nodeField.attribute, () =>
      writeAttribute(writer, { name: 'seed', kind: 'integer', value }),
    );
  });
  return writer.finish();
}

/** From 0 to 2^31 - 1, far from that of the next node: the finisher of MurmurHash3. */
function mixed(seed: number, node: number): number {
  let bits = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(node + 1, 0x85ebca6b)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 1;
}
