import { InvalidInput } from '../../errors.ts';
import type { Skipped } from '../../records/index.ts';
import { findRoot } from '../find-root.ts';
import { readList } from '../read-list.ts';
import type { Listing, MaskCandidate } from '../source.ts';
import type { MaskFoldersOptions, MaskPart } from './options.ts';
import { formOf, type Scan, scanPart } from './scan-part.ts';

/**
 * Pairs masks with photos, part by part; whatever has no partner is skipped with its reason.
 *
 * @throws {InvalidInput} when no part is there, or there are masks without any photo
 */
export async function listMaskFolders(
  folder: string,
  options: MaskFoldersOptions,
): Promise<Listing> {
  const root = await findRoot(folder, options.roots);
  const paired: MaskCandidate[] = [];
  const skipped: Skipped[] = [];
  const presentSplits: Record<string, boolean> = {};
  const forms = new Set<string>();
  for (const part of options.parts) {
    const form = formOf(root, part);
    presentSplits[part.name] = form !== undefined;
    if (form === undefined) continue;
    forms.add(form);
    const listed = await listPart(root, part, options, form);
    paired.push(...listed.candidates);
    skipped.push(...listed.skipped);
  }
  if (forms.size === 0) {
    const [first] = options.parts;
    throw new InvalidInput(
      `No part of the source (looked for ${first?.masks} and others): ${root}`,
    );
  }
  const { candidates, skipped: doubled } = withoutDoubles(paired);
  return {
    layout: [...forms].sort().join(' and '),
    root,
    presentSplits,
    hasImages: true,
    candidates: candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    skipped: [...onceEach(skipped), ...doubled],
  };
}

/** An archive is gone through several times, for masks and photos of each part in it. */
function onceEach(skipped: readonly Skipped[]): readonly Skipped[] {
  return [...new Map(skipped.map((one) => [`${one.reason} ${one.path}`, one])).values()];
}

interface ListedPart {
  readonly candidates: readonly MaskCandidate[];
  readonly skipped: readonly Skipped[];
}

async function listPart(
  root: string,
  part: MaskPart,
  { imageEnding, maskEnding, besides }: MaskFoldersOptions,
  form: 'folders' | 'archive',
): Promise<ListedPart> {
  const scan = (below: string, wanted: string, other: string) =>
    scanPart(root, part, { below, endings: [wanted], besides: [other, ...besides] }, form);
  const masks = await scan(part.masks, maskEnding, imageEnding);
  const images = await scan(part.images, imageEnding, maskEnding);
  const unpaired = [masks, images].flatMap((found) => found?.skipped ?? []);
  const { candidates, skipped } = pairUp(root, part, masks, images);
  return { candidates, skipped: [...unpaired, ...skipped] };
}

function pairUp(
  root: string,
  part: MaskPart,
  masks: Scan | undefined,
  images: Scan | undefined,
): ListedPart {
  const sourceSplit = part.name;
  const candidates: MaskCandidate[] = [];
  const skipped: Skipped[] = [];
  const skip = (path: string, reason: string, detail: string) =>
    skipped.push({ path, sourceSplit, reason, detail });
  const ids = part.list === undefined ? undefined : new Set(readList(root, part.list));
  for (const [id, mask] of masks?.files ?? []) {
    const image = images?.files.get(id);
    if (ids?.has(id) === false) continue;
    if (image === undefined) skip(mask.path, 'photo-missing', `No photo ${id} in ${part.images}`);
    else {
      const key = `${sourceSplit}/${id}`;
      candidates.push({ kind: 'mask', key, id, sourceSplit, clip: clipOf(id), mask, image });
    }
  }
  for (const [id, image] of ids === undefined ? (images?.files ?? []) : []) {
    if (masks?.files.has(id) === true) continue;
    skip(image.path, 'mask-missing', `No mask ${id} in ${part.masks}`);
  }
  for (const id of ids ?? []) {
    if (masks?.files.has(id) === true) continue;
    skip(`${part.masks}/${id}`, 'mask-missing', `No mask of ${id}, which ${part.list} names`);
  }
  return { candidates, skipped };
}

/** The folder that a photo lies in, such as a town or a drive; by itself where there is none. */
function clipOf(id: string): string {
  return id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : id;
}

/** A name in two parts could mean either image, so neither is taken. */
function withoutDoubles(paired: readonly MaskCandidate[]): ListedPart {
  const ofId = Map.groupBy(paired, ({ id }) => id);
  const isDouble = ({ id }: MaskCandidate) => (ofId.get(id)?.length ?? 0) > 1;
  const doubled = paired.filter(isDouble).map(({ id, mask, sourceSplit }): Skipped => {
    const parts = ofId.get(id)?.map((candidate) => candidate.sourceSplit);
    const detail = `Name stands in several parts: ${parts?.join(', ')}`;
    return { path: mask.path, sourceSplit, reason: 'name-in-several-parts', detail };
  });
  return { candidates: paired.filter((candidate) => !isDouble(candidate)), skipped: doubled };
}
