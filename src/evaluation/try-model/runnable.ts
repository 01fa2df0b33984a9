import { InvalidInput } from '../../errors.ts';
import {
  appendPieces,
  apply,
  asFloat32,
  type GraphPiece,
  type ModelSummary,
  type ModelTensor,
} from '../../onnx/index.ts';

/**
 * A model whose outputs all leave the runtime as numbers: those of bfloat16, which it does not hand
 * out, are cast.
 *
 * @throws {InvalidInput} for weights in other files: from bytes they would be looked for in the folder
 * that the command is called from
 */
export function runnable(
  model: Uint8Array,
  { opset, outputs, externalFiles }: ModelSummary,
  where: string,
): { readonly bytes: Uint8Array; nameOf(output: string): string } {
  if (externalFiles.length > 0) {
    throw new InvalidInput(`Weights in other files are not run here: ${externalFiles.join(', ')}`);
  }
  const cast = outputs.filter(({ elementType }) => elementType === 'bfloat16');
  if (cast.length === 0) return { bytes: model, nameOf: (output) => output };
  const pieces = cast.map((output, i) => castPiece(output, { opset, name: `output_${i}` }));
  const keep = outputs.filter((output) => !cast.includes(output)).map(({ name }) => name);
  return {
    bytes: appendPieces(model, pieces, { where, keep }),
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
