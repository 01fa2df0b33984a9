import { type WrittenValue, writeModel } from '../onnx/index.ts';

/** A model of one operator: `product` [m, n] of `a` [m, k] and the transpose of `b` [n, k]. */
export function matrixProductModel(elementType: 'float32' | 'float64'): Uint8Array {
  const value = (name: string, dims: readonly string[]): WrittenValue => ({
    name,
    elementType,
    dims,
  });
  return writeModel({
    // What any runtime since 2021 reads.
    opset: 13,
    irVersion: 8,
    inputs: [value('a', ['m', 'k']), value('b', ['n', 'k'])],
    nodes: [
      {
        operator: 'Gemm',
        inputs: ['a', 'b'],
        output: 'product',
        attributes: [{ name: 'transB', kind: 'integer', value: 1 }],
      },
    ],
    constants: [],
    outputs: [value('product', ['m', 'n'])],
  });
}
