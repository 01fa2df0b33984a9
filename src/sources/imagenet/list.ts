import type { ClassSet, Skipped } from '../../records/index.ts';
import type { ClassCandidate, Listing } from '../source.ts';
import { withoutDoubles } from '../without-doubles.ts';
import { type ClassPlace, findClasses } from './class-places.ts';
import { scanClassArchive } from './scan-class-archive.ts';
import { scanClassFolder } from './scan-class-folder.ts';

/** Lists every class of the set that is there; each class is a part of the source, by its wnid. */
export async function listImagenet(folder: string, classSet: ClassSet): Promise<Listing> {
  const { root, places } = await findClasses(folder, classSet);
  const candidates: ClassCandidate[] = [];
  const skipped: Skipped[] = [];
  for (const place of places) {
    const listed = await listClass(root, place);
    candidates.push(...listed.candidates);
    skipped.push(...listed.skipped);
  }
  candidates.sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    layout: layoutOf(places),
    root,
    presentSplits: Object.fromEntries(places.map(({ wnid, form }) => [wnid, form !== undefined])),
    hasImages: true,
    candidates,
    skipped,
  };
}

interface ListedClass {
  readonly candidates: readonly ClassCandidate[];
  readonly skipped: readonly Skipped[];
}

async function listClass(root: string, { member, wnid, form }: ClassPlace): Promise<ListedClass> {
  if (form === undefined) return { candidates: [], skipped: [] };
  const scan = form === 'folder' ? scanClassFolder : scanClassArchive;
  const images: ClassCandidate[] = [];
  const skipped: Skipped[] = [];
  for await (const scanned of scan(root, wnid)) {
    if (scanned.kind === 'image') {
      const { id, look } = scanned;
      const key = `${wnid}/${id}`;
      images.push({ kind: 'class', key, id, sourceSplit: wnid, member, wnid, image: look });
    } else {
      const { path, reason, detail } = scanned;
      skipped.push({ path, sourceSplit: wnid, reason, detail });
    }
  }
  const { candidates, doubled } = withoutDoubles(images);
  return { candidates, skipped: [...skipped, ...doubled] };
}

function layoutOf(places: readonly ClassPlace[]): string {
  const forms = new Set(places.flatMap(({ form }) => form ?? []));
  if (forms.size > 1) return 'folders and archives';
  return forms.has('folder') ? 'folders' : 'archives';
}
