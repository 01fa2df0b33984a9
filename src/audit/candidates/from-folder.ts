import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { hashBytes, type TreeEntry, walkTree } from '../../io/index.ts';
import { parseScientificName } from '../../lexicon/index.ts';
import { printableName, wnidSchema } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

const imageExtensions = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.bmp',
]);

/**
 * Reads a folder of class folders, each named by a wnid, a species or an everyday name, perhaps in
 * folders of groups: `n01440764/`, `species/fungi/amanita_muscaria/`. A folder without folders is
 * read as images named by their species. Only names are looked at.
 *
 * @throws {InvalidInput} when nothing in it names a class
 */
export async function readFolder(folder: string, where: string): Promise<CandidateList> {
  const folders: string[] = [];
  const others: TreeEntry[] = [];
  for await (const entry of walkTree(folder)) {
    if (entry.kind === 'folder') folders.push(entry.path);
    else others.push(entry);
  }
  const collector = new Collector();
  const isParent = new Set(folders.map((path) => path.split('/').slice(0, -1).join('/')));
  const classes = folders.filter((path) => !isParent.has(path));
  if (classes.length === 0) await addImages(folder, collector);
  else leaveOutOthers(others, new Set(classes), collector);
  for (const path of classes) {
    const parts = path.split('/');
    const name = nameIn(basename(path));
    const wnid = wnidSchema.safeParse(name);
    collector.add({
      id: printableName(path),
      name,
      wnid: wnid.success ? wnid.data : undefined,
      parent: collector.ancestors(parts.slice(0, -1).map((group) => ({ name: nameIn(group) }))),
      isTaxon: false,
    });
  }
  const list = collector.finish({
    format: classes.length === 0 ? 'folder of named images' : 'folder of class folders',
    columns: { name: classes.length === 0 ? 'file name' : 'folder name' },
    sha256: hashBytes(
      classes.length === 0 ? (await readdir(folder)).sort().join('\n') : folders.join('\n'),
    ),
    where,
  });
  if (list.size === 0) throw new InvalidInput(`No class folders and no named images: ${where}`);
  return list;
}

/** What stands beside the class folders, and links wherever they stand: nothing follows them. */
function leaveOutOthers(
  others: readonly TreeEntry[],
  classes: ReadonlySet<string>,
  collector: Collector,
): void {
  for (const { path, kind } of others) {
    const isInClass = classes.has(path.split('/').slice(0, -1).join('/'));
    if (kind === 'other') collector.leaveOut(printableName(path), 'A link, not followed');
    else if (!isInClass) collector.leaveOut(printableName(path), 'A file in no class folder');
  }
}

async function addImages(folder: string, collector: Collector): Promise<void> {
  for (const file of (await readdir(folder)).sort()) {
    const extension = extname(file);
    if (!imageExtensions.has(extension.toLowerCase())) {
      collector.leaveOut(printableName(file), 'Not an image by its name');
      continue;
    }
    const name = nameIn(basename(file, extension));
    const parsed = parseScientificName(name);
    if (parsed === undefined || parsed.epithets.length === 0) {
      collector.leaveOut(printableName(file), 'Not named by a species');
    } else collector.add({ id: printableName(file), name, isTaxon: true });
  }
}

/** "amanita_muscaria" -> "amanita muscaria"; numbers before it, as in "000_amanita", are dropped. */
function nameIn(text: string): string {
  return text
    .replace(/^\d+[._-]+(?=\D)/, '')
    .replaceAll('_', ' ')
    .trim();
}

/** Where a folder holds a table of taxa, its path. */
export async function taxaFileIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  const found = ['taxa.csv', 'taxa.csv.gz'].find((name) => names.includes(name));
  return found === undefined ? undefined : join(folder, found);
}
