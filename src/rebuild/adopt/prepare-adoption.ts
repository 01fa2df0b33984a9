import { InvalidInput } from '../../errors.ts';
import { toolkitName } from '../../io/index.ts';
import { openSynonyms, type SpeciesTaxon } from '../../sources/index.ts';
import { openNetwork } from '../species/open-network.ts';
import { namesText, unchanged } from '../species/open-services.ts';
import { openSnapshot } from '../species/open-way.ts';
import { parseFrom, parseNames } from '../species/parse-from.ts';
import { readSpeciesRecipe, type SpeciesRecipe } from '../species/read-species-recipe.ts';
import type { SpeciesLine } from '../species/species-line.ts';
import type { SpeciesOptions } from '../species/species-options.ts';
import { archiveTools } from './archive-tools.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { planAdoption } from './plan-adoption.ts';

/** What a user says of an adoption; `from` and `names` as of a build, but names from nowhere unless asked for. */
export type AdoptOptions = Omit<
  SpeciesOptions,
  'photos' | 'groups' | 'limit' | 'againstImages' | 'onWait'
>;

export interface AdoptionSetup extends SpeciesLine {
  readonly archive: Archive;
  readonly close: () => Promise<void>;
}

/**
 * Makes ready to identify the photos of a published archive again.
 *
 * @param dataset as the recipe `<dataset>-adopted` has it, or a path to a recipe (`.json`)
 * @throws {InvalidInput} for a recipe, a folder or options that do not fit together
 */
export async function prepareAdoption(
  dataset: string,
  folder: string,
  options: AdoptOptions,
): Promise<AdoptionSetup> {
  const from = parseFrom(options.from);
  if (from.way !== 'open-data') {
    throw new InvalidInput(`Photos are known by id in open data alone, "${options.from}": --from`);
  }
  const name = dataset.endsWith('.json') ? dataset : `${dataset}-adopted`;
  const given = await readSpeciesRecipe(name, options);
  const all = given.iNaturalist.groups;
  const archive = await openArchive(
    folder,
    all.map(({ group }) => group),
  );
  const names = await openNames(options);
  try {
    const source = await openSnapshot(from.folder, options);
    const groups = all.filter(({ group }) => archive.groups.includes(group));
    const { split, basis, iNaturalist } = given;
    const { signal, onProgress, atOnce } = options;
    const deciding = { split, size: iNaturalist.size, groups, basis };
    const { withSynonyms } = names;
    const { layout } = source;
    return {
      ...given,
      archive,
      groups,
      layout: `archive of ${archive.files} files, identified in ${layout}, synonyms from ${names.text}`,
      identity: identityOf(given, archive, { layout, names: names.text }),
      ...{ atOnce, signal, onProgress },
      mostFailedShare: 0,
      plan: (journal) =>
        planAdoption({ ...deciding, archive, source, withSynonyms, signal, onProgress }, journal),
      tools: (staging) => archiveTools(iNaturalist, { root: archive.root, staging }),
      async close() {
        await source.close();
        names.close();
      },
    };
  } catch (error) {
    names.close();
    throw error;
  }
}

interface Names {
  readonly text: string;
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
  readonly close: () => void;
}

async function openNames(options: AdoptOptions): Promise<Names> {
  const names = parseNames(options.names ?? 'none');
  const text = namesText('open-data', names?.url);
  if (names === undefined) return { text, withSynonyms: unchanged, close() {} };
  const { askJson, close } = await openNetwork(names.isOwn ? [names.url] : [], options);
  try {
    return { text, withSynonyms: openSynonyms(names.url, askJson), close };
  } catch (error) {
    close();
    throw error;
  }
}

function identityOf(
  { recipe, classSet, basis }: SpeciesRecipe,
  archive: Archive,
  source: { readonly layout: string; readonly names: string },
): unknown {
  return {
    toolkit: toolkitName(),
    recipe: recipe.sha256,
    classSet: classSet.sha256,
    lists: basis.lists.map(({ sha256 }) => sha256),
    wordnet: basis.wordnetSha256,
    decisions: basis.decisions.sha256 ?? null,
    archive: archive.sha256,
    ...source,
  };
}
