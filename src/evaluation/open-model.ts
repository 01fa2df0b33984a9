import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidInput } from '../errors.ts';
import { hashBytes, readManifest } from '../io/index.ts';
import { filesOutsideFolder, inspectModel, type ModelSummary } from '../onnx/index.ts';
import {
  type ModelFile,
  type ModelManifest,
  parseModelManifest,
  parseReconstructionManifest,
  type ReconstructionManifest,
  type Sha256,
} from '../records/index.ts';

/** A model at hand: what is said of it, and its file. */
export interface OpenFile<Manifest> {
  readonly manifest: Manifest;
  readonly manifestSha256: Sha256;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly summary: ModelSummary;
}

/** A model that judges images or pixels. */
export type OpenModel = OpenFile<ModelManifest>;

/** One that paints its input again. */
export type OpenReconstruction = OpenFile<ReconstructionManifest>;

export interface ModelPlaces {
  /** The file itself. */
  readonly file?: string | undefined;
  /** Where a file of the manifest's name is looked for otherwise, in this order. */
  readonly folders: readonly string[];
}

/**
 * Opens the model of a manifest, `manifests/models/<name>.json` or a path to one.
 *
 * @throws {InvalidInput} when its file is not at hand, is not the one that is pinned, is no model, or
 * wants data from outside its folder
 */
export async function openModel(name: string, places: ModelPlaces): Promise<OpenModel> {
  return openAs(name, places, parseModelManifest);
}

/** @throws {InvalidInput} as {@link openModel} does */
export async function openReconstruction(
  name: string,
  places: ModelPlaces,
): Promise<OpenReconstruction> {
  return openAs(name, places, parseReconstructionManifest);
}

async function openAs<Manifest extends { readonly file?: ModelFile | undefined }>(
  name: string,
  places: ModelPlaces,
  parse: (value: unknown, where: string) => Manifest,
): Promise<OpenFile<Manifest>> {
  const { content: manifest, sha256: manifestSha256 } = await readManifest('models', name, parse);
  const path = findFile(manifest, name, places);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InvalidInput(`Model does not read: ${path}`, { cause });
  });
  const sha256 = hashBytes(bytes);
  if (manifest.file !== undefined && manifest.file.sha256 !== sha256) {
    throw new InvalidInput(
      `Model file is not the pinned one, its SHA-256 is ${sha256} and not ${manifest.file.sha256}: ${path}`,
    );
  }
  const summary = inspectModel(bytes, path);
  const [outside] = filesOutsideFolder(summary);
  if (outside !== undefined) {
    throw new InvalidInput(
      `Model keeps weights outside its folder, ${outside.reason} "${outside.file}": ${path}`,
    );
  }
  const missing = summary.externalFiles.find((file) => !existsSync(join(dirname(path), file)));
  if (missing !== undefined) {
    throw new InvalidInput(`Model keeps weights in a file that is missing, "${missing}": ${path}`);
  }
  return { manifest, manifestSha256, path, bytes, sha256, summary };
}

function findFile(
  { file }: Pick<ModelManifest, 'file'>,
  name: string,
  places: ModelPlaces,
): string {
  if (places.file !== undefined) return places.file;
  if (file === undefined) {
    throw new InvalidInput(
      `Model ${name} is exported by who uses it (docs/models.md says how): name the file, with --model-file or --reconstruction-file`,
    );
  }
  const candidates = places.folders.map((folder) => join(folder, file.name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new InvalidInput(
    `No file ${file.name} of model ${name}, looked for in ${places.folders.join(', ')}: ` +
      `name it with --model-file${file.url === undefined ? '' : `, it is at ${file.url}`}`,
  );
}
