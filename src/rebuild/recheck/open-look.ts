import { InvalidInput } from '../../errors.ts';
import type { INaturalistSource } from '../../records/index.ts';
import { type LookAtPhotos, lookInApi, lookInOpenData } from '../../sources/index.ts';
import { openNetwork } from '../species/open-network.ts';
import { openSnapshot } from '../species/open-way.ts';
import { parseFrom } from '../species/parse-from.ts';
import type { SpeciesOptions } from '../species/species-options.ts';

/** Who is asked what became of photos. */
export interface OpenLook {
  readonly look: LookAtPhotos;
  /** Who that is, in words. */
  readonly layout: string;
  /** Does it answer bit by bit, so that an interrupted recheck may go on behind what it has heard? */
  readonly isResumable: boolean;
  readonly close: () => Promise<void>;
}

export type LookOptions = Pick<
  SpeciesOptions,
  'from' | 'photos' | 'contact' | 'workFolder' | 'threads' | 'signal'
>;

/** @throws {InvalidInput} for a way that cannot tell, or an address, folder or contact that is none */
export async function openLook(
  recipe: Pick<INaturalistSource, 'photos'>,
  options: LookOptions,
): Promise<OpenLook> {
  const from = parseFrom(options.from);
  if (from.way === 'web') {
    throw new InvalidInput(
      `Pages of the web tell no single photos by id: recheck from open-data:DIR or api[:URL] "${options.from}": --from`,
    );
  }
  if (from.way === 'open-data') {
    const source = await openSnapshot(from.folder, options);
    const look = lookInOpenData(source);
    return { look, layout: source.layout, isResumable: false, close: () => source.close() };
  }
  const network = await openNetwork(from.isOwn ? [from.url] : [], options);
  try {
    const photos = (options.photos ?? recipe.photos).replace(/\/+$/, '');
    const look = lookInApi(from.url, { ask: network.askJson, photos });
    return { look, layout: from.url, isResumable: true, close: async () => network.close() };
  } catch (error) {
    network.close();
    throw error;
  }
}
