import { InvalidInput } from '../../errors.ts';
import {
  appendPieces,
  apply,
  asFloat32,
  filesOutsideFolder,
  type GraphPiece,
  type ModelSummary,
  type ModelTensor,
} from '../../onnx/index.ts';

/**
 * A model whose outputs all leave the runtime as numbers: those of bfloat16, which it does not hand
 * out, are cast. Where weights lie in other files it is the path, so that they are found beside it.
 *
 * @throws {InvalidInput} for weights outside the model's folder, or where they keep it from being cast
 */
export function runnable(
  model: Uint8Array,
  summary: ModelSummary,
  path: string,
): { readonly model: Uint8Array | string; nameOf(output: string): string } {
  const { opset, outputs, externalFiles } = summary;
  const cast = outputs.filter(({ elementType }) => elementType === 'bfloat16');
  const [outside] = filesOutsideFolder(summary);
  if (outside !== undefined) {
    throw new InvalidInput(`Weights outside the model's folder are not opened: ${outside.file}`);
  }
  if (cast.length === 0) {
    return { model: externalFiles.length > 0 ? path : model, nameOf: (output) => output };
  }
  if (externalFiles.length > 0) {
    throw new InvalidInput(
      `An output of bfloat16 is not cast where weights lie in other files: ${externalFiles.join(', ')}`,
    );
  }
  const pieces = cast.map((output, i) => castPiece(output, { opset, name: `output_${i}` }));
  const keep = outputs.filter((output) => !cast.includes(output)).map(({ name }) => name);
  return {
    model: appendPieces(model, pieces, { where: path, keep }),
    nameOf: (output) =>
      cast[pieces.findIndex((piece) => piece.output.name === output)]?.name ?? output,
  };
}

function castPiece(
  output: ModelTensor,
  { opset, name }: { readonly opset: number; readonly name: string },
): GraphPiece {
  const number = asFloat32(output, `${name}_number`);
  const { tensor, nodes, constants } = apply('Identity', [number], { name });
  return { nodes, constants, output: { name: tensor, dims: output.dims }, opset };
}
