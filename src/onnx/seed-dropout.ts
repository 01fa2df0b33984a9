import { attributeField, graphField, nodeField } from './fields.ts';
import { rewriteNodes } from './rewrite-nodes.ts';
import { BinaryWriter, type WireCursor } from './wire.ts';
import { inside, writeAttribute } from './write-graph.ts';

/** A model and how many of its nodes drop out. */
export interface SeededModel {
  readonly model: Uint8Array;
  /** Nodes of the kind; those that a model keeps only by name, without training mode, do nothing. */
  readonly dropouts: number;
  /** Nodes that draw numbers, of which an exported model may make a dropout that no runtime takes out. */
  readonly draws: number;
}

/** Operators that draw, with a seed that is an attribute. Source: ONNX, Operators. */
export const drawingOperators: readonly string[] = [
  'Bernoulli',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
];

/**
 * Gives each node of a model that drops out, or draws numbers, a seed in place of one it may have. A session of the model then drops
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
  const counts = { dropouts: 0, draws: 0 };
  const rewrite = (graph: WireCursor) => {
    const unseeded = nodeWithoutSeed(graph, model);
    if (unseeded === undefined) return undefined;
    const value = mixed(seed, counts.dropouts + counts.draws);
    counts[unseeded.kind]++;
    return seeded(unseeded, value);
  };
  return { model: rewriteNodes(model, rewrite, where), ...counts };
}

interface Unseeded {
  readonly kind: 'dropouts' | 'draws';
  readonly fields: readonly Uint8Array[];
}

/** The fields of a node that has a seed but for that; `undefined` for any other node. */
function nodeWithoutSeed(graph: WireCursor, model: Uint8Array): Unseeded | undefined {
  const fields: Uint8Array[] = [];
  let operator = '';
  let isStandard = true;
  const node = graph.message();
  while (node.next()) {
    if (node.field === nodeField.opType) operator = node.text();
    else if (node.field === nodeField.domain) isStandard = ['', 'ai.onnx'].includes(node.text());
    const isSeed = node.field === nodeField.attribute && nameOfAttribute(node.message()) === 'seed';
    const field = model.subarray(node.fieldStart, node.endOfField());
    if (!isSeed) fields.push(field);
  }
  if (!isStandard) return undefined;
  if (operator === 'Dropout') return { kind: 'dropouts', fields };
  return drawingOperators.includes(operator) ? { kind: 'draws', fields } : undefined;
}

function nameOfAttribute(attribute: WireCursor): string {
  let name = '';
  while (attribute.next()) if (attribute.field === attributeField.name) name = attribute.text();
  return name;
}

/** Seeds of what draws are float32, which holds whole numbers up to 2^24. */
function seeded({ kind, fields }: Unseeded, mixedSeed: number): Uint8Array {
  const writer = new BinaryWriter();
  inside(writer, graphField.node, () => {
    for (const field of fields) writer.raw(field);
    inside(writer, nodeField.attribute, () =>
      writeAttribute(
        writer,
        kind === 'dropouts'
          ? { name: 'seed', kind: 'integer', value: mixedSeed }
          : { name: 'seed', kind: 'float', value: mixedSeed >>> 7 },
      ),
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
