import {
  type Manifest,
  manifestNames,
  openPinned,
  openPinnedWnids,
  type PinnedPlaces,
  readManifest,
} from '../io/index.ts';
import {
  type ClassMember,
  type ClassSet,
  type PinnedSource,
  parseCategories,
  parseClassSet,
  parsePinnedSource,
} from '../records/index.ts';

/**
 * The class set of a name: one of `manifests/class-sets`, or a pinned list in the order of model
 * outputs, whose members are called as they stand in it: by wnid, or by category.
 *
 * @throws {InvalidInput} when there is none; or when the list is not at hand, saying how to get it
 */
export async function readClassSet(
  name: string,
  places: PinnedPlaces,
): Promise<Manifest<ClassSet>> {
  const isSet = manifestNames('class-sets').includes(name);
  if (isSet || !manifestNames('sources').includes(name)) {
    return readManifest('class-sets', name, parseClassSet);
  }
  const { content: pinned, where } = await readManifest('sources', name, parsePinnedSource);
  const members = await membersOf(pinned, places);
  const { title, url: source, sha256, file } = pinned;
  const content = parseClassSet({ schema: 1, name, title, source, members }, `${where} (${file})`);
  return { content, sha256, where };
}

async function membersOf(
  pinned: PinnedSource,
  places: PinnedPlaces,
): Promise<readonly ClassMember[]> {
  const { holds, file } = pinned;
  if (holds.kind === 'categories') {
    const text = (await openPinned(pinned, places)).toString('utf8');
    return parseCategories(text, file, holds.members).map((name) => ({ name }));
  }
  const wnids = await openPinnedWnids(pinned, places);
  return wnids.map((wnid) => ({ name: wnid, synset: wnid }));
}
