import { existsSync } from 'node:fs';
import { InvalidInput } from '../errors.ts';
import {
  findPinned,
  hashBytes,
  manifestNames,
  openPinnedWnids,
  type PinnedPlaces,
  readManifest,
  readShared,
} from '../io/index.ts';
import type { ClassList } from '../lexicon/index.ts';
import { type ClassSet, parseClassSet, parsePinnedSource, type Sha256 } from '../records/index.ts';
import { readCandidates } from './candidates/read-candidates.ts';

/** Every noun synset of WordNet 3.0, which contains every ImageNet list. */
export const allNouns = 'wordnet-nouns';
const usualList = 'imagenet-21k';

/** Where class lists are looked for, and the WordNet that `wordnet-nouns` is. */
export interface ListPlaces extends PinnedPlaces {
  readonly wordnet: { readonly sha256: Sha256; readonly where: string };
}

/** ImageNet-21K where its list is at hand, else every noun, which is stricter. */
export async function usualListName(places: ListPlaces): Promise<string> {
  const source = await readManifest('sources', usualList, parsePinnedSource);
  const state = await findPinned(source.content, places);
  return state.kind === 'present' ? usualList : allNouns;
}

/**
 * The class list of a name: a class set, a pinned list, `wordnet-nouns`, or a file of names or
 * wnids.
 *
 * @throws {InvalidInput} naming the lists that there are, or how to fetch the one that is missing
 */
export async function readClassList(name: string, places: ListPlaces): Promise<ClassList> {
  if (name === allNouns) {
    const { sha256, where } = places.wordnet;
    return { name, title: 'Every noun of WordNet 3.0', sha256, where, members: 'all-nouns' };
  }
  if (manifestNames('class-sets').includes(name)) {
    const set = await readManifest('class-sets', name, parseClassSet);
    return listOfSet(set.content, set.sha256, set.where);
  }
  if (manifestNames('sources').includes(name)) return readPinnedList(name, places);
  if (existsSync(name)) return readListFile(name);
  const known = [...manifestNames('class-sets'), ...wnidSources(), allNouns].join(', ');
  throw new InvalidInput(`No class set "${name}" and no such file (known: ${known})`);
}

/** Every class list that needs no download: the class sets, and the pinned lists that are here. */
export async function listsAtHand(places: ListPlaces): Promise<readonly ClassList[]> {
  const lists: ClassList[] = [];
  for (const name of manifestNames('class-sets')) lists.push(await readClassList(name, places));
  for (const name of wnidSources()) {
    const { content } = await readManifest('sources', name, parsePinnedSource);
    if (content.holds.kind !== 'wnids') continue;
    const { kind } = await findPinned(content, places);
    if (kind === 'present') lists.push(await readClassList(name, places));
  }
  return lists;
}

function wnidSources(): readonly string[] {
  return manifestNames('sources').filter((name) => name.startsWith('imagenet-'));
}

function listOfSet({ name, title, members }: ClassSet, sha256: Sha256, where: string): ClassList {
  return {
    name,
    title,
    sha256,
    where,
    members: members.map((member) => ({ label: member.name, wnid: member.synset })),
  };
}

async function readPinnedList(name: string, places: ListPlaces): Promise<ClassList> {
  const { content } = await readManifest('sources', name, parsePinnedSource);
  if (content.holds.kind !== 'wnids') {
    throw new InvalidInput(`Not a list of classes: manifests/sources/${name}.json`);
  }
  const wnids = await openPinnedWnids(content, places);
  const members = wnids.map((wnid) => ({ wnid }));
  return { name, title: content.title, sha256: content.sha256, where: content.file, members };
}

/** A list of the user's own; it is named after its digest, since any name may be taken. */
async function readListFile(path: string): Promise<ClassList> {
  const list = await readCandidates(path);
  const sha256 = hashBytes((await readShared(path)).bytes);
  const members = Array.from({ length: list.size }, (_, i) => {
    const { name, wnid } = list.at(i);
    return { label: name, wnid };
  });
  return { name: `list-${sha256.slice(0, 8)}`, title: path, sha256, where: path, members };
}
