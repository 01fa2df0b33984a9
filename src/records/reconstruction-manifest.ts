import { nameSchema } from './ids.ts';
import { type ModelInput, modelInputSchema } from './model-input.ts';
import { type ModelFile, modelFileSchema } from './model-manifest.ts';
import { parseAs, z } from './parse.ts';

/** What is known of a model that paints its input again, and knows no classes: an autoencoder. */
export interface ReconstructionManifest {
  readonly name: string;
  readonly title: string;
  readonly licence?: { readonly name: string; readonly url: string } | undefined;
  /** The file, pinned; absent where it is named when it is run. */
  readonly file?: ModelFile | undefined;
  readonly task: 'reconstruction';
  readonly input: ModelInput;
  /** The output that is compared with the input: of its shape, in its units. */
  readonly outputs: { readonly reconstruction: string };
  readonly trainedOn: string;
  readonly notes: readonly string[];
  readonly sources: readonly { readonly of: string; readonly from: string }[];
}

const reconstructionManifestSchema = z
  .strictObject({
    schema: z.literal(1),
    name: nameSchema,
    title: z.string().min(1),
    licence: z.strictObject({ name: z.string().min(1), url: z.url() }).optional(),
    file: modelFileSchema.optional(),
    task: z.literal('reconstruction'),
    input: modelInputSchema,
    outputs: z.strictObject({ reconstruction: z.string().min(1).max(200) }),
    trainedOn: z.string().min(1),
    notes: z.array(z.string().min(1)).default([]),
    sources: z.array(z.strictObject({ of: z.string().min(1), from: z.string().min(1) })).min(1),
  })
  .superRefine(({ input: { layout, resize, crop } }, context) => {
    const complain = (message: string, value: unknown, place: keyof ModelInput) =>
      context.addIssue({ code: 'custom', message, input: value, path: ['input', place] });
    if (layout !== 'NCHW') complain('Errors are averaged over the axis of NCHW', layout, 'layout');
    if (crop !== undefined) complain('A mask is of the whole image', crop.width, 'crop');
    if (resize.kind === 'scales') {
      complain('A reconstruction is of one scale', resize.kind, 'resize');
    }
  });

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseReconstructionManifest(value: unknown, where: string): ReconstructionManifest {
  const { schema: _, ...model } = parseAs(reconstructionManifestSchema, value, where);
  return model;
}
