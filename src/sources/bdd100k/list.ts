import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Skipped } from '../../records/index.ts';
import type { Listing, MaskCandidate } from '../source.ts';
import { parseFrameName } from './frame-name.ts';
import { findLayout, type Layout } from './layout.ts';
import type { Bdd100kOptions } from './options.ts';
import { type Scan, scanFolder } from './scan-folder.ts';

/** Pairs masks with photos, split by split; whatever has no partner is skipped with its reason. */
export async function listBdd100k(folder: string, options: Bdd100kOptions): Promise<Listing> {
  const { layout, root } = await findLayout(folder, options.splits);
  const hasImages = options.splits.some((split) => existsSync(join(root, layout.images, split)));
  const paired: MaskCandidate[] = [];
  const skipped: Skipped[] = [];
  const presentSplits: Record<string, boolean> = {};
  for (const split of options.splits) {
    const masks = await scanIfThere(root, layout.masks, layout.maskEnding, split);
    const images = await scanIfThere(root, layout.images, layout.imageEnding, split);
    presentSplits[split] = masks !== undefined;
    skipped.push(...(masks?.skipped ?? []), ...(images?.skipped ?? []));
    const pairs = pairUp(layout, split, masks, images, hasImages);
    paired.push(...pairs.candidates);
    skipped.push(...pairs.skipped);
  }
  const { candidates, doubled } = withoutDoubles(paired);
  candidates.sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    layout: layout.name,
    root,
    presentSplits,
    hasImages,
    candidates,
    skipped: [...skipped, ...doubled],
  };
}

async function scanIfThere(
  root: string,
  folder: string,
  ending: string,
  split: string,
): Promise<Scan | undefined> {
  const place = `${folder}/${split}`;
  return existsSync(join(root, place)) ? scanFolder(root, place, ending, split) : undefined;
}

interface Pairs {
  readonly candidates: readonly MaskCandidate[];
  readonly skipped: readonly Skipped[];
}

function pairUp(
  layout: Layout,
  sourceSplit: string,
  masks: Scan | undefined,
  images: Scan | undefined,
  hasImages: boolean,
): Pairs {
  const candidates: MaskCandidate[] = [];
  const skipped: Skipped[] = [];
  for (const [id, mask] of masks?.files ?? []) {
    const image = images?.files.get(id);
    if (hasImages && image === undefined) {
      const detail = `No photo ${layout.images}/${sourceSplit}/${id}${layout.imageEnding}`;
      skipped.push({ path: mask.path, sourceSplit, reason: 'photo-missing', detail });
      continue;
    }
    const clip = parseFrameName(id)?.clip ?? id;
    const key = `${sourceSplit}/${id}`;
    candidates.push({ kind: 'mask', key, id, sourceSplit, clip, mask, image });
  }
  for (const [id, image] of images?.files ?? []) {
    if (masks?.files.has(id) === true) continue;
    const detail = `No mask ${layout.masks}/${sourceSplit}/${id}${layout.maskEnding}`;
    skipped.push({ path: image.path, sourceSplit, reason: 'mask-missing', detail });
  }
  return { candidates, skipped };
}

/** A name in two source splits could mean either image, so neither is taken. */
function withoutDoubles(paired: readonly MaskCandidate[]): {
  candidates: MaskCandidate[];
  doubled: Skipped[];
} {
  const splitsOf = Map.groupBy(paired, (candidate) => candidate.id);
  const isDouble = ({ id }: MaskCandidate) => (splitsOf.get(id)?.length ?? 0) > 1;
  const doubled = paired.filter(isDouble).map(({ id, mask, sourceSplit }): Skipped => {
    const splits = splitsOf.get(id)?.map((candidate) => candidate.sourceSplit);
    const detail = `Name stands in several source splits: ${splits?.join(', ')}`;
    return { path: mask.path, sourceSplit, reason: 'name-in-both-splits', detail };
  });
  return { candidates: paired.filter((candidate) => !isDouble(candidate)), doubled };
}
