import { prepareSpecies, rebuildSpecies } from '../../src/rebuild/index.ts';
import type { SpeciesOptions } from '../../src/rebuild/species/species-options.ts';

/**
 * A process that builds what it is told to, once it is told; its parent may kill it at any moment, and
 * hears what it waits for.
 * Modules are loaded before: what is to be killed is the build.
 */
process.once('message', async ([recipe, options]: [string, SpeciesOptions]) => {
  const setup = await prepareSpecies(recipe, {
    ...options,
    onWait: (text) => process.send?.(text),
  });
  await rebuildSpecies(setup);
  await setup.close();
  process.disconnect();
});
process.send?.('ready');
