import { type ClassPlaces, classPlaces } from '../evaluation/index.ts';
import { findPinned, manifestNames, openPinnedWnids, readManifest } from '../io/index.ts';
import { type ModelManifest, parseClassSet, parsePinnedSource } from '../records/index.ts';
import { defaultRawFolder } from './folders.ts';

/**
 * The classes of a model in the order of its outputs, where its manifest names a set that is at hand;
 * `undefined` where it names none, or a list that was not fetched.
 */
export async function classPlacesOf(
  { classes }: ModelManifest,
  mirror: string | undefined,
): Promise<ClassPlaces | undefined> {
  const { set, firstChannel, members } = classes;
  if (members !== undefined) {
    const listed = members.map((label) => ({ label }));
    return classPlaces(listed, { offset: firstChannel });
  }
  if (manifestNames('class-sets').includes(set)) {
    const { content } = await readManifest('class-sets', set, parseClassSet);
    const listed = content.members.map(({ name, synset }) => ({ label: name, wnid: synset }));
    return classPlaces(listed, { offset: firstChannel });
  }
  if (!manifestNames('sources').includes(set)) return undefined;
  const { content } = await readManifest('sources', set, parsePinnedSource);
  const places = { rawFolder: defaultRawFolder, mirror };
  if (content.holds.kind !== 'wnids') return undefined;
  if ((await findPinned(content, places)).kind !== 'present') return undefined;
  const wnids = await openPinnedWnids(content, places);
  return classPlaces(
    wnids.map((wnid) => ({ label: wnid, wnid })),
    { offset: firstChannel },
  );
}
