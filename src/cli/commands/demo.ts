import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AlreadyExists } from '../../errors.ts';
import { jsonText, readManifest, toolkitName, writeFileDurably } from '../../io/index.ts';
import { type Verdict, z } from '../../records/index.ts';
import { writeStreetScenes } from '../../sources/index.ts';
import { type Command, type CommandContext, parseOptions } from '../command.ts';
import { scoreSteps } from '../demo-scores.ts';
import { speciesSteps } from '../demo-species.ts';
import { callOf, type DemoStep } from '../demo-step.ts';
import { demoTaxa } from '../demo-taxa.ts';
import { demoFolder } from '../folders.ts';
import { command as audit } from './audit.ts';
import { command as build } from './build.ts';
import { command as claims } from './claims.ts';
import { command as gate } from './gate.ts';
import { command as verify } from './verify.ts';

const schema = z.strictObject({ out: z.string().optional(), seed: z.string().default('1') });

export const command: Command = {
  arguments: [],
  options: [
    ['--out <dir>', `folder to make (default: ${demoFolder}, which a second run takes up again)`],
    ['--seed <text>', 'another seed paints other scenes (default: 1)'],
  ],
  example: 'oodforge demo',
  async run(input, context) {
    const { out, seed } = parseOptions(schema, input);
    const folder = resolve(out ?? demoFolder);
    const isDone = await makeWay(folder, seed, out !== undefined);
    if (!isDone) await paint(folder, seed, context);
    const outcomes: Record<string, unknown> = {};
    const verdicts: Verdict[] = [];
    for (const step of steps(folder, seed, isDone)) {
      const outcome = await step.run(context);
      outcomes[step.name] = outcome.json;
      if (step.name.startsWith('gate')) verdicts.push(outcome.verdict);
      context.show(`\n== ${step.title}\n\n${outcome.text}`);
    }
    await writeFileDurably(join(folder, markerFile), await madeOf(seed));
    return { verdict: worstOf(verdicts), text: realThing, json: outcomes };
  },
};

const realThing = `
On the real BDD100K: npx oodforge build bdd-anomaly --from <folder with seg/, or with images/ and labels/>
On iNaturalist's open data: npx oodforge build species --from open-data:<folder> --contact <you> --dry-run
On a list of your own: npx oodforge audit <names, wnids or taxa> --against voc,coco
`;

/** The demo passes where every release may go out. */
function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}

/** Written last: what the folder was made of. */
const markerFile = 'made-of.json';

function steps(folder: string, seed: string, isDone: boolean): readonly DemoStep[] {
  const release = join(folder, 'street-scenes-1.0.0');
  const source = join(folder, 'source');
  const buildIt: DemoStep = {
    name: 'build',
    title: 'Build: painted scenes, split by the rule of BDD-Anomaly',
    run: callOf(build, ['street-scenes'], { from: source, out: folder }),
  };
  const auditIt = (name: string, title: string, candidates: string, against: string): DemoStep => {
    const certificate = join(folder, `${name}.json`);
    const options = isDone ? { check: certificate } : { against, out: certificate };
    return { name, title, run: callOf(audit, [candidates], options) };
  };
  return [
    ...(isDone ? [] : [buildIt]),
    {
      name: 'verify',
      title: 'Verify: every digest, count, check and claim again',
      run: callOf(verify, [release]),
    },
    {
      name: 'claims',
      title: 'Claims: what was stated, beside what is computed',
      run: callOf(claims, [release]),
    },
    { name: 'gate', title: 'Gate: may this release go out?', run: callOf(gate, [release]) },
    ...scoreSteps(folder, isDone),
    ...speciesSteps(folder, seed, isDone),
    auditIt(
      'audit-classes',
      'Audit: do the 20 outlier classes of the paper overlap VOC or COCO?',
      'imagenet21k-multilabel',
      'voc,coco',
    ),
    auditIt(
      'audit-taxa',
      'Audit: are these taxa disjoint from every noun of WordNet, and so from ImageNet-21K?',
      join(folder, 'taxa.csv'),
      'wordnet-nouns',
    ),
  ];
}

async function paint(
  folder: string,
  seed: string,
  { progress, signal }: CommandContext,
): Promise<void> {
  const onProgress = (done: number, total: number) =>
    progress.update('paint', done, total, 'scenes');
  await writeStreetScenes(join(folder, 'source'), { seed, signal, onProgress });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'taxa.csv'), demoTaxa);
}

/**
 * The demo owns its default folder; a folder of the user's must not exist yet. What an earlier run
 * has finished from the same inputs is kept.
 *
 * @returns whether there is nothing left to paint and build
 */
async function makeWay(folder: string, seed: string, isUsers: boolean): Promise<boolean> {
  if (!existsSync(folder)) return false;
  if (isUsers) throw new AlreadyExists(`Something stands there already: ${folder}`);
  const made = await readFile(join(folder, markerFile), 'utf8').catch(() => undefined);
  if (made === (await madeOf(seed))) return true;
  await rm(folder, { recursive: true });
  return false;
}

/** Everything that the demo's folder depends on. */
async function madeOf(seed: string): Promise<string> {
  const sha256Of = async (kind: 'class-sets' | 'claims' | 'datasets', name: string) =>
    (await readManifest(kind, name, (value) => value)).sha256;
  return jsonText({
    toolkit: toolkitName(),
    seed,
    recipe: await sha256Of('datasets', 'street-scenes'),
    species: await sha256Of('datasets', 'species-stand-in'),
    claims: await sha256Of('claims', 'street-scenes'),
    candidates: await sha256Of('class-sets', 'imagenet21k-multilabel'),
    voc: await sha256Of('class-sets', 'voc'),
    coco: await sha256Of('class-sets', 'coco'),
    taxa: demoTaxa,
  });
}
