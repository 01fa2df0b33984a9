import { nameSchema, type Sha256, sha256Schema } from './ids.ts';
import { type ModelInput, modelInputSchema } from './model-input.ts';
import { type ModelOutputs, modelOutputsSchema } from './model-outputs.ts';
import { parseAs, z } from './parse.ts';

/** What is known of a model in ONNX: its file, what goes in, what comes out, what it was trained on. */
export interface ModelManifest {
  readonly name: string;
  readonly title: string;
  /** What the weights may be used for; absent where their authors do not say. */
  readonly licence?: { readonly name: string; readonly url: string } | undefined;
  /**
   * The file, pinned. Absent where a user exports the model himself from its public weights: no two
   * exports have the same bytes, so the one used is named when it is run, and its digest goes into the
   * result.
   */
  readonly file?: ModelFile | undefined;
  readonly task: ModelTask;
  readonly classes: ModelClasses;
  readonly input: ModelInput;
  readonly outputs: ModelOutputs;
  readonly trainedOn: string;
  readonly notes: readonly string[];
  /** Where what is said here was read or measured. */
  readonly sources: readonly { readonly of: string; readonly from: string }[];
}

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly url?: string | undefined;
}

export type ModelTask = 'multiclass' | 'multilabel' | 'segmentation';

/** Which channel of the scores means what. */
export interface ModelClasses {
  /** A class set of `manifests/class-sets`, a list of `manifests/sources`, or neither. */
  readonly set: string;
  /** Channels of the scores, in all. */
  readonly channels: number;
  /**
   * The channel of the set's first member; channels before it stand for what is none of them, such as
   * void or background. A mask of member m is scored by channel `firstChannel + m`.
   */
  readonly firstChannel: number;
  /** Members at the end of the set that the model was not trained on and has no channel for. */
  readonly withoutChannel: readonly string[];
  /** The names in channel order, of a model whose classes are in no manifest. */
  readonly members?: readonly string[] | undefined;
}

const modelClassesSchema = z
  .strictObject({
    set: nameSchema,
    channels: z.int().min(2).max(1_000_000),
    firstChannel: z.int().min(0).default(0),
    withoutChannel: z.array(z.string().min(1)).default([]),
    members: z.array(z.string().min(1)).optional(),
  })
  .superRefine(({ channels, firstChannel, members }, context) => {
    const complain = (message: string, input: unknown, path: PropertyKey[]) =>
      context.addIssue({ code: 'custom', message, input, path });
    if (firstChannel >= channels) {
      complain('First channel is none of the channels', firstChannel, ['firstChannel']);
    }
    if (members !== undefined && members.length !== channels - firstChannel) {
      complain(`Not a name for each of ${channels - firstChannel} channels`, members.length, [
        'members',
      ]);
    }
  });

const licenceSchema = z.strictObject({ name: z.string().min(1), url: z.url() });

export const modelFileSchema = z.strictObject({
  name: z.string().regex(/^[^./\\][^/\\]*\.onnx$/, 'Not the plain name of an .onnx file'),
  bytes: z.int().positive(),
  sha256: sha256Schema,
  url: z.url({ protocol: /^https$/ }).optional(),
});

const modelManifestSchema = z
  .strictObject({
    schema: z.literal(1),
    name: nameSchema,
    title: z.string().min(1),
    licence: licenceSchema.optional(),
    file: modelFileSchema.optional(),
    task: z.enum(['multiclass', 'multilabel', 'segmentation']),
    classes: modelClassesSchema,
    input: modelInputSchema,
    outputs: modelOutputsSchema,
    trainedOn: z.string().min(1),
    notes: z.array(z.string().min(1)).default([]),
    sources: z.array(z.strictObject({ of: z.string().min(1), from: z.string().min(1) })).min(1),
  })
  .superRefine(({ task, outputs, input }, context) => {
    const complain = (message: string, value: unknown, path: PropertyKey[]) =>
      context.addIssue({ code: 'custom', message, input: value, path });
    if ((task === 'segmentation') !== (outputs.pixels !== undefined)) {
      complain('Pixels of the output are stated for segmentation, and for nothing else', task, [
        'outputs',
        'pixels',
      ]);
    }
    if (task !== 'segmentation' && input.resize.kind === 'scales') {
      complain('Several scales are for segmentation', task, ['input', 'resize']);
    }
    if ((task === 'multilabel') !== (outputs.scores.activation === 'sigmoid')) {
      complain(
        'Sigmoid is for multi-label, softmax for the other tasks',
        outputs.scores.activation,
        ['outputs', 'scores', 'activation'],
      );
    }
  });

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseModelManifest(value: unknown, where: string): ModelManifest {
  const { schema: _, ...model } = parseAs(modelManifestSchema, value, where);
  return model;
}
