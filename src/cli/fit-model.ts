import { join } from 'node:path';
import { InvalidInput } from '../errors.ts';
import { fitPixelModel, pixelModelInput, readSubjects } from '../evaluation/index.ts';
import { hashBytes, jsonText, writeFileWhole } from '../io/index.ts';
import type { ModelManifest } from '../records/index.ts';
import { openRelease, type Release } from '../release/index.ts';
import { bytesText } from '../report/index.ts';
import type { CommandContext, Outcome } from './command.ts';
import { sourceRootOf } from './source-root.ts';

export interface FitModelOptions {
  /** Where the model and its manifest go. */
  readonly out: string;
  /** Where the files of a recipe release lie. */
  readonly from?: string | undefined;
}

/**
 * Fits a model of pixels, in closed form, on the splits of a release that hold no anomaly: a model to
 * try an evaluation with where no trained one is at hand. It knows the classes that are not anomalous.
 *
 * @throws {InvalidInput} when the release has no masks, or its anomalous classes are not the last
 */
export async function fitModel(
  folder: string,
  { out, from }: FitModelOptions,
  { progress }: Pick<CommandContext, 'progress'>,
): Promise<Outcome> {
  const release = await openRelease(folder);
  try {
    const { split, withoutChannel, classes } = classesOf(release);
    const subjects = await readSubjects(release, {
      splits: [split],
      isAnomaly: false,
      by: 'release',
      sourceFolder: await sourceRootOf(release, from),
    });
    const size = subjects.list[0]?.mask;
    if (size === undefined) throw new InvalidInput(`Release has no masks: ${folder}`);
    const bytes = await fitPixelModel(subjects.list, {
      classes,
      size,
      onProgress: (done, total) => progress.update('fit', done, total, 'images'),
    });
    const name = `${release.info.name}-densities`;
    const manifest: ModelManifest = {
      name,
      title: `Densities of colours, fitted on ${release.info.recipe.content.title}`,
      file: { name: `${name}.onnx`, bytes: bytes.length, sha256: hashBytes(bytes) },
      task: 'segmentation',
      classes: {
        set: release.info.classSet.content.name,
        channels: classes,
        firstChannel: 0,
        withoutChannel,
      },
      input: pixelModelInput,
      outputs: {
        scores: { name: 'logits', kind: 'logits', activation: 'softmax' },
        pixels: { kind: 'stride', stride: 1 },
      },
      trainedOn: `${subjects.release}, split ${split}: ${subjects.list.length} images`,
      notes: ['A Gaussian for the colours of each class, near and around a pixel; no network'],
      sources: [{ of: 'all', from: 'oodforge model fit' }],
    };
    const paths = { model: join(out, `${name}.onnx`), manifest: join(out, `${name}.json`) };
    await writeFileWhole(paths.model, bytes);
    await writeFileWhole(paths.manifest, jsonText({ schema: 1, ...manifest }));
    const text = `Fitted on ${subjects.list.length} images, ${classes} classes\n  ${paths.model} (${bytesText(bytes.length)})\n  ${paths.manifest}\n`;
    return { verdict: 'pass', text, json: { manifest, files: paths } };
  } finally {
    release.close();
  }
}

function classesOf({ info, folder }: Release) {
  const { splits } = info.recipe.content;
  const { members, name } = info.classSet.content;
  const split = splits.kind === 'by-anomaly' ? Object.values(splits.normal)[0] : undefined;
  if (splits.kind !== 'by-anomaly' || split === undefined) {
    throw new InvalidInput(`Release has no split without anomalies to fit a model on: ${folder}`);
  }
  const classes = members.length - splits.anomalousClasses.length;
  const withoutChannel = members.slice(classes).map((member) => member.name);
  const misplaced = withoutChannel.find((member) => !splits.anomalousClasses.includes(member));
  if (misplaced !== undefined) {
    throw new InvalidInput(
      `Anomalous classes are not the last of class set ${name}, "${misplaced}" is: a model cannot leave them out`,
    );
  }
  return { split, withoutChannel, classes };
}
