/** Types of elements in ONNX: TensorProto.DataType. */
const elementTypes = { float32: 1, float64: 11 } as const;

/**
 * A model of one operator: `product` [m, n] of `a` [m, k] and the transpose of `b` [n, k]. Written by
 * hand, since it is 140 bytes of onnx.proto3: fields by number, each text, message or small integer.
 */
export function matrixProductModel(elementType: keyof typeof elementTypes): Uint8Array {
  const type = elementTypes[elementType];
  const transposed = message(5, text(1, 'transB'), integer(3, 1), integer(20, 2));
  const node = message(
    1,
    text(1, 'a'),
    text(1, 'b'),
    text(2, 'product'),
    text(4, 'Gemm'),
    transposed,
  );
  const graph = message(
    7,
    node,
    text(2, 'matrix-product'),
    message(11, ...value('a', type, ['m', 'k'])),
    message(11, ...value('b', type, ['n', 'k'])),
    message(12, ...value('product', type, ['m', 'n'])),
  );
  // IR version 8 with operator set 13: what any runtime since 2021 reads.
  return Uint8Array.from([...integer(1, 8), ...message(8, integer(2, 13)), ...graph]);
}

/** ValueInfoProto: a name and a tensor type of named dimensions. */
function value(name: string, type: number, dims: readonly string[]): readonly Bytes[] {
  const shape = message(2, ...dims.map((dim) => message(1, text(2, dim))));
  return [text(1, name), message(2, message(1, integer(1, type), shape))];
}

type Bytes = readonly number[];

function message(field: number, ...parts: readonly Bytes[]): Bytes {
  const body = parts.flat();
  return [...varint((field << 3) | 2), ...varint(body.length), ...body];
}

function text(field: number, value: string): Bytes {
  return message(field, [...new TextEncoder().encode(value)]);
}

function integer(field: number, value: number): Bytes {
  return [...varint(field << 3), ...varint(value)];
}

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
