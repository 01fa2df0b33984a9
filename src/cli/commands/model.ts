import { InvalidInput } from '../../errors.ts';
import { type ClassList, inspectModelFile, proposeManifest } from '../../evaluation/index.ts';
import { manifestNames, readManifest } from '../../io/index.ts';
import { parseAs, parseClassSet, parsePinnedSource, z } from '../../records/index.ts';
import { modelText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';
import { fitModel } from '../fit-model.ts';
import { defaultModelsFolder } from '../folders.ts';

const actionSchema = z.enum(['inspect', 'fit'], 'Not an action (known: inspect, fit)');
const schema = z.strictObject({
  classes: z.string().optional(),
  propose: z.boolean().default(false),
  run: z.boolean(),
  out: z.string().default(defaultModelsFolder),
  from: z.string().optional(),
});

export const command: Command = {
  arguments: [
    [
      '<action>',
      'inspect: what is in a file, and what does not fit; fit: make a simple model of pixels, in closed form',
    ],
    ['<file>', 'an ONNX model; to fit, a release of masks'],
  ],
  options: [
    ['--classes <set>', 'the class set or list that the model is said to be of'],
    ['--propose', 'print a manifest as far as the file can tell'],
    ['--no-run', 'do not run the model once to look at its outputs'],
    ['--out <dir>', `of fit: where model and manifest go (default: ${defaultModelsFolder})`],
    ['--from <dir>', 'of fit: where the files of a recipe release lie'],
  ],
  example:
    'oodforge model inspect squeezenet.onnx --classes imagenet-1k\n  oodforge model fit data/releases/street-scenes-1.0.0 --out models',
  async run(input, context) {
    const { classes, propose, run, out, from } = parseOptions(schema, input);
    const [action, file = ''] = input.args;
    if (parseAs(actionSchema, action, 'command line') === 'fit') {
      return fitModel(file, { out, from }, context);
    }
    const { signal } = context;
    const lists = await classLists();
    const expected = expectedOf(classes, lists);
    const inspection = await inspectModelFile(file, { lists, expected, isTried: run, signal });
    const { verdict } = inspection;
    if (!propose) return { verdict, text: modelText(inspection), json: inspection };
    const proposal = proposeManifest(inspection, expected === undefined ? lists : [expected]);
    if (proposal === undefined) {
      throw new InvalidInput(`No input for images, or no scores of classes, to propose: ${file}`);
    }
    const text = `${JSON.stringify(proposal, null, 2)}\n`;
    return { verdict, text, json: { ...inspection, proposal } };
  },
};

/** Lists of the manifests whose order is that of a model's outputs. */
async function classLists(): Promise<readonly ClassList[]> {
  const lists: ClassList[] = [];
  for (const name of manifestNames('sources')) {
    const { holds } = (await readManifest('sources', name, parsePinnedSource)).content;
    if (holds.kind === 'wnids') lists.push({ name, members: holds.members });
  }
  for (const name of manifestNames('class-sets')) {
    const { members } = (await readManifest('class-sets', name, parseClassSet)).content;
    lists.push({ name, members: members.length });
  }
  return lists;
}

function expectedOf(name: string | undefined, lists: readonly ClassList[]): ClassList | undefined {
  if (name === undefined) return undefined;
  const list = lists.find((known) => known.name === name);
  if (list !== undefined) return list;
  const known = lists.map((each) => each.name).join(', ');
  throw new InvalidInput(`No class set "${name}": --classes (known: ${known})`);
}
