import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { detectors } from '../../detectors/index.ts';
import { InvalidInput } from '../../errors.ts';
import {
  appendPieces,
  type GraphPiece,
  given,
  outputOf,
  resizeMapsTo,
  squeeze,
  unsqueeze,
} from '../../onnx/index.ts';
import type { ChosenDetectors } from '../chosen-detectors.ts';
import type { OpenModel, OpenReconstruction } from '../open-model.ts';
import type { ScoredModel } from '../scorer/messages.ts';
import type { MapSize } from './model-logits.ts';
import { type ComposedModel, writeComposed } from './scored-model.ts';

const { name } = detectors.autoencoder;

/**
 * @throws {InvalidInput} where a model that reconstructs is asked for and not there, or there and not
 * asked for, or where there are no pixels to judge
 */
export function checkReconstruction(
  { manifest }: OpenModel,
  { names }: ChosenDetectors,
  reconstruction: OpenReconstruction | undefined,
): void {
  if (!names.includes(name)) {
    if (reconstruction === undefined) return;
    throw new InvalidInput(
      `Model ${reconstruction.manifest.name} reconstructs, and no detector takes it: add ${name} to --detectors`,
    );
  }
  if (manifest.task !== 'segmentation') {
    throw new InvalidInput(`Detector ${name} judges pixels, and ${manifest.name} judges images`);
  }
  if (reconstruction !== undefined || manifest.outputs.reconstruction !== undefined) return;
  throw new InvalidInput(
    `Detector ${name} needs a model that paints its input again: name one with --reconstruction-model`,
  );
}

/** A model that reconstructs, ending in the error of each pixel, brought to the size of the masks. */
export function composeReconstruction(
  { manifest, summary, bytes, path }: OpenReconstruction,
  size: MapSize | undefined,
): ComposedModel {
  const { opset } = summary;
  const reconstruction = outputOf(summary, manifest.outputs.reconstruction);
  const input = summary.inputs.find((one) => one.name === manifest.input.name);
  if (reconstruction === undefined || input === undefined) {
    const missing = input === undefined ? manifest.input.name : manifest.outputs.reconstruction;
    throw new InvalidInput(`Model has no input or output "${missing}": ${path}`);
  }
  const error = detectors.autoencoder.piece({
    opset,
    tensors: { input, reconstruction },
    settings: {},
  });
  const piece = size === undefined ? error : resized(error, size);
  return {
    bytes: appendPieces(bytes, [piece], { where: path }),
    outputs: [{ tensor: piece.output.name, kind: 'scores', array: name }],
  };
}

/** Errors [N, H, W] as they would be on maps of another size. */
function resized({ nodes, constants, output, opset }: GraphPiece, size: MapSize): GraphPiece {
  const map = unsqueeze(given(output.name), [1], { name: 'autoencoder_map', opset });
  const brought = resizeMapsTo(map, size, { name: 'autoencoder_resized', opset });
  const flat = squeeze(brought, [1], { name: 'autoencoder_scores', opset });
  return {
    nodes: [...nodes, ...flat.nodes],
    constants: [...constants, ...flat.constants],
    output: { name: flat.tensor, dims: [output.dims?.[0], size.height, size.width] },
    opset,
  };
}

/** Writes it into a folder of its own: files of weights may be called as those of the first model. */
export async function writeReconstruction(
  model: OpenReconstruction,
  composed: ComposedModel,
  jobFolder: string,
): Promise<ScoredModel> {
  const folder = join(jobFolder, 'reconstruction');
  await mkdir(folder, { recursive: true });
  return writeComposed(composed, model, { folder, channels: undefined });
}
