import type { MatrixProduct } from '../detectors/index.ts';
import { matrixProductModel } from './matrix-product-model.ts';
import { openSession, type Tensor } from './session.ts';

/** Products of matrices by the ONNX runtime on the processor. */
export interface OpenMatrixProduct extends MatrixProduct, AsyncDisposable {}

/**
 * Opens sessions that multiply. Each product blocks the thread that asks for it until it is done,
 * as every run of the runtime does. Float32 uses `threads`; the runtime multiplies float64 on one.
 */
export async function openMatrixProduct({
  threads,
}: {
  readonly threads: number;
}): Promise<OpenMatrixProduct> {
  const open = (type: 'float32' | 'float64') =>
    openSession(matrixProductModel(type), `product of matrices of ${type}`, { threads });
  const [narrow, wide] = [await open('float32'), await open('float64')];
  return {
    async float32(a, b) {
      const { product } = await narrow.run({ a: tensor('float32', a), b: tensor('float32', b) });
      return product?.data as Float32Array;
    },
    async float64(a, b) {
      const { product } = await wide.run({ a: tensor('float64', a), b: tensor('float64', b) });
      return product?.data as Float64Array;
    },
    async [Symbol.asyncDispose]() {
      await narrow.close();
      await wide.close();
    },
  };
}

function tensor(
  type: 'float32' | 'float64',
  {
    values,
    rows,
    columns,
  }: { readonly values: Tensor['data']; readonly rows: number; readonly columns: number },
): Tensor {
  return { type, data: values, dims: [rows, columns] };
}
