import { join } from 'node:path';
import { makeWorld, openStandIn, writeOpenData } from '../sources/index.ts';
import type { CommandContext, Outcome } from './command.ts';
import { command as build } from './commands/build.ts';
import { command as gate } from './commands/gate.ts';
import { command as verify } from './commands/verify.ts';
import { callOf, type DemoStep } from './demo-step.ts';

const dataset = 'species-stand-in';

/**
 * A build of species from a made-up iNaturalist on this machine: its open data, its API and its
 * photos, asked through the real code.
 */
export function speciesSteps(folder: string, seed: string, isDone: boolean): readonly DemoStep[] {
  const release = join(folder, `${dataset}-1.0.0`);
  const buildIt: DemoStep = {
    name: 'build-species',
    title: 'Build Species: drawn from open data, audited, fetched from a stand-in of iNaturalist',
    run: (context) => buildFromStandIn(folder, seed, context),
  };
  return [
    ...(isDone ? [] : [buildIt]),
    {
      name: 'verify-species',
      title: 'Verify: every photo, licence, certificate and check again',
      run: callOf(verify, [release]),
    },
    {
      name: 'gate-species',
      title: 'Gate: may this release go out?',
      run: callOf(gate, [release]),
    },
  ];
}

async function buildFromStandIn(
  folder: string,
  seed: string,
  context: CommandContext,
): Promise<Outcome> {
  const world = makeWorld({ seed });
  const openData = join(folder, 'open-data');
  await writeOpenData(world, join(openData, 'inaturalist-open-data-20261027'));
  const standIn = await openStandIn(world);
  try {
    return await build.run(
      {
        args: [dataset],
        options: {
          from: `open-data:${openData}`,
          names: `api:${standIn.v2}`,
          photos: standIn.photos,
          contact: 'https://example.org/oodforge-demo',
          work: join(folder, 'work'),
          out: folder,
        },
      },
      context,
    );
  } finally {
    await standIn.close();
  }
}
