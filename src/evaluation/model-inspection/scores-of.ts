import type { ElementType, ModelSummary, ModelTensor } from '../../onnx/index.ts';

const scoreTypes: readonly ElementType[] = ['float32', 'float16', 'bfloat16', 'float64'];

/** The output that most likely holds the classes' scores: the first of numbers with an axis for classes. */
export function scoresOf({ outputs }: ModelSummary): ModelTensor | undefined {
  return outputs.find(
    ({ elementType, dims }) =>
      scoreTypes.includes(elementType) &&
      (dims === undefined || dims.length >= 2) &&
      dims?.[1] !== 1,
  );
}
