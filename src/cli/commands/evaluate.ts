import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import {
  chooseDetectors,
  compareEvaluations,
  evaluate,
  evaluationText,
  openMatrixProduct,
  openModel,
  openReconstruction,
  providers,
  readEvaluation,
} from '../../evaluation/index.ts';
import { readManifest, writeFileWhole } from '../../io/index.ts';
import { parseProtocol, z } from '../../records/index.ts';
import { evaluationComparisonText, evaluationTextOf } from '../../report/index.ts';
import { classPlacesOf } from '../class-places-of.ts';
import { type Command, parseOptions, threadRunner } from '../command.ts';
import { openImages } from '../evaluated-images.ts';
import { defaultEvaluationsFolder, defaultModelsFolder } from '../folders.ts';

const list = z.string().transform((text) => text.split(',').map((name) => name.trim()));
const count = z.coerce.number('Not a number').pipe(z.int().min(1).max(4096));

const schema = z.strictObject({
  model: z.string('Say --model'),
  modelFile: z.string().optional(),
  reconstructionModel: z.string().optional(),
  reconstructionFile: z.string().optional(),
  id: z.string().optional(),
  fit: z.string().optional(),
  split: list.optional(),
  by: z.enum(['release', 'group', 'class']).default('group'),
  from: z.string().optional(),
  detectors: list.optional(),
  background: z.coerce.number('Not a number').pipe(z.int().min(0)).optional(),
  protocol: z.string().optional(),
  provider: z.enum(providers).default('cpu'),
  passes: z.coerce.number('Not a number').pipe(z.int().min(2).max(1000)).default(10),
  sessions: count.optional(),
  threads: count.default(1),
  preparers: count.optional(),
  batch: count.optional(),
  optimisation: z.enum(['disabled', 'basic', 'extended', 'all']).default('all'),
  scores: z.string().optional(),
  mirror: z.string().optional(),
  seed: z.coerce
    .number('Not a number')
    .pipe(
      z
        .int()
        .min(0)
        .max(2 ** 31),
    )
    .default(1),
  replicates: z.coerce.number('Not a number').pipe(z.int().min(1).max(100_000)).default(1000),
  out: z.string().optional(),
  compare: z.string().optional(),
});

/** The contract of the paper's tables, where none is named. */
const usualProtocols = {
  multiclass: 'paper-multiclass',
  multilabel: 'paper-multilabel',
  segmentation: 'paper-caos',
} as const;

export const command: Command = {
  arguments: [['<release>', 'what is to be found out, or images whose masks say where it is']],
  options: [
    ['--model <name>', 'a model of manifests/models, or a path to a manifest (.json)'],
    [
      '--model-file <path>',
      `its ONNX file (default: of the name pinned, in ${defaultModelsFolder})`,
    ],
    [
      '--reconstruction-model <name>',
      'a model that paints its input again, for the detector autoencoder',
    ],
    ['--reconstruction-file <path>', 'its ONNX file'],
    [
      '--id <images>',
      'of a classification: what the model knows; RELEASE, RELEASE:split or a split',
    ],
    [
      '--split <names>',
      'splits of the release to evaluate (default: of masks the anomalous, else all)',
    ],
    ['--by <what>', 'what to measure apart: group, class or release (default: group)'],
    ['--from <dir>', 'where the files of a recipe release lie'],
    ['--detectors <names>', 'such as msp,max-logit; the others are compared with the first'],
    ['--fit <images>', 'in-distribution images that detectors learn from, as --id'],
    ['--background <place>', 'the class that the background detector takes, from 0'],
    ['--passes <n>', 'runs of a model that keeps its dropout, for dropout (default: 10)'],
    ['--protocol <name>', "how metrics are computed (default: the paper's for the model's task)"],
    [
      '--provider <name>',
      `${providers.join(', ')} (default: cpu); it runs the model or is an error`,
    ],
    ['--sessions <n>', 'processes that hold the model (default: on cpu one a core, else 1)'],
    ['--threads <n>', 'threads inside an operator, a session (default: 1)'],
    ['--preparers <n>', 'threads that decode ahead, a session (default: 1, on a GPU one a core)'],
    ['--batch <n>', 'images at once (default: 8, of pixels 1; as the model says where it does)'],
    ['--optimisation <level>', 'of the graph: disabled, basic, extended, all (default: all)'],
    ['--scores <dir>', `where scores are kept (default: ${defaultEvaluationsFolder})`],
    ['--mirror <dir>', 'folder that holds pinned class lists and models'],
    ['--seed <n>', 'of draws and of what learns (default: 1)'],
    ['--replicates <n>', 'draws for each interval (default: 1000)'],
    ['--compare <file>', 'an earlier result on the same images: the differences, with intervals'],
    ['--out <file>', 'the result, which claims and gate read (default: beside the scores)'],
  ],
  example:
    'oodforge evaluate data/releases/species-1.0.0 --model tresnet-m-miil-in21k --model-file tresnet.onnx --id data/releases/imagenet-validation-1.0.0',
  async run(input, context) {
    const options = parseOptions(schema, input);
    const folders = [
      ...(options.mirror === undefined ? [] : [options.mirror]),
      defaultModelsFolder,
    ];
    const model = await openModel(options.model, { file: options.modelFile, folders });
    const reconstruction =
      options.reconstructionModel === undefined
        ? undefined
        : await openReconstruction(options.reconstructionModel, {
            ...{ file: options.reconstructionFile, folders },
          });
    const { task } = model.manifest;
    const detectors = chooseDetectors(options.detectors, task);
    const protocol = await readManifest(
      'protocols',
      options.protocol ?? usualProtocols[task],
      parseProtocol,
    );
    const earlier =
      options.compare === undefined ? undefined : await readEvaluation(options.compare);
    const classes = await classPlacesOf(model.manifest, options.mirror);
    const isLearnt = detectors.names.includes('kl-matching');
    const images = await openImages(input.args[0] ?? '', { ...options, classes, isLearnt });
    const onCpu = options.provider === 'cpu';
    const cores = availableParallelism();
    const folder = resolve(options.scores ?? defaultEvaluationsFolder);
    const runTask = threadRunner(cores, context, { batchSize: 1 });
    await using product = await openMatrixProduct({ threads: cores });
    const { result, scores, subjects } = await evaluate({
      ...{ model, reconstruction, detectors, protocol, product, ...images },
      settings: { backgroundClass: options.background },
      folder,
      run: {
        session: {
          provider: options.provider,
          threads: options.threads,
          optimisation: options.optimisation,
        },
        sessions: options.sessions ?? (onCpu ? cores : 1),
        preparers: options.preparers ?? (onCpu ? 1 : cores),
        batch: batchOf(model.summary.inputs[0]?.dims?.[0], options.batch, task),
        signal: context.signal,
      },
      seed: options.seed,
      replicates: options.replicates,
      passes: options.passes,
      runTask,
      onProgress: (phase, done, total) =>
        context.progress.update(phase, done, total, phase === 'measure' ? 'parts' : 'images'),
    });
    const { seed, replicates } = options;
    const how = { folder, subjects, runTask, protocol: protocol.content, seed, replicates };
    const comparison =
      earlier === undefined ? undefined : await compareEvaluations(result, earlier, how);
    const out = options.out ?? `${scores.folder}/evaluation.json`;
    if (options.out !== undefined) await writeFileWhole(options.out, evaluationText(result));
    return {
      verdict: result.metrics.every(({ value }) => value !== null) ? 'pass' : 'unknown',
      text: `${evaluationTextOf(result, out)}${comparison === undefined ? '' : evaluationComparisonText(comparison)}`,
      json: { ...result, file: out, ...(comparison === undefined ? {} : { comparison }) },
    };
  },
};

/** Many models are exported for one image, and then take no other number. */
function batchOf(
  dim: number | string | undefined,
  asked: number | undefined,
  task: keyof typeof usualProtocols,
): number {
  if (typeof dim !== 'number') return asked ?? (task === 'segmentation' ? 1 : 8);
  if (asked !== undefined && asked !== dim) {
    throw new InvalidInput(`The model takes ${dim} images at once, not ${asked}: --batch`);
  }
  return dim;
}
