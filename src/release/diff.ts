import {
  asMaskRecord,
  type ImageClass,
  type ImageRecord,
  type ImageSpecies,
  type MaskRecord,
} from '../records/index.ts';
import type { Release } from './open-release.ts';

/** One record that is not the same in two releases. */
export type Difference =
  | { readonly kind: 'came' | 'went'; readonly id: string; readonly split: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string; readonly to: string }
  | {
      readonly kind: 'changed';
      readonly id: string;
      readonly split: string;
      readonly what: readonly string[];
    };

/** How release B differs from release A, sorted by id; a record that moved may have changed too. */
export async function diffReleases(a: Release, b: Release): Promise<readonly Difference[]> {
  const before = await recordsById(a);
  const differences: Difference[] = [];
  for await (const record of b.tables.records()) {
    const { id, split } = record;
    const old = before.get(id);
    before.delete(id);
    if (old === undefined) {
      differences.push({ kind: 'came', id, split });
      continue;
    }
    if (old.split !== split) differences.push({ kind: 'moved', id, from: old.split, to: split });
    const now = summaryOf(record);
    const what = Object.keys(now.parts).filter((part) => now.parts[part] !== old.parts[part]);
    if (what.length > 0) differences.push({ kind: 'changed', id, split, what });
  }
  for (const [id, { split }] of before) differences.push({ kind: 'went', id, split });
  return differences.sort((x, y) => (x.id === y.id ? 0 : x.id < y.id ? -1 : 1));
}

interface RecordSummary {
  readonly split: string;
  /** What a record consists of, each as a text that is equal when the part is. */
  readonly parts: Readonly<Record<string, string>>;
}

async function recordsById(release: Release): Promise<Map<string, RecordSummary>> {
  const byId = new Map<string, RecordSummary>();
  for await (const record of release.tables.records()) byId.set(record.id, summaryOf(record));
  return byId;
}

/** Content only: where a file lies, and whether the release holds it, is no difference. */
function summaryOf(record: ImageRecord): RecordSummary {
  const { split, sourceSplit, image } = record;
  const parts = { 'source split': sourceSplit, photo: image?.source.sha256 ?? '' };
  return { split, parts: { ...parts, ...truthParts(record) } };
}

function truthParts(record: ImageRecord): RecordSummary['parts'] {
  const { truth } = record;
  if (truth.kind === 'mask') return maskParts(asMaskRecord(record));
  if (truth.kind === 'class') return classParts(truth);
  if (truth.kind === 'species') return speciesParts(truth);
  const { width, height, format } = truth;
  const size = { size: `${width}x${height}`, format };
  if (truth.kind === 'unlabelled') return size;
  const { classes, difficult } = truth;
  return { ...size, classes: classes.join(' '), difficult: difficult.join(' ') };
}

function maskParts({ clip, truth }: MaskRecord): RecordSummary['parts'] {
  const pixels = Object.entries(truth.pixels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    clip,
    labels: truth.labelSha256,
    'mask file': truth.file.source.sha256,
    'pixel counts': JSON.stringify(pixels),
  };
}

function classParts({ member, wnid, width, height, format }: ImageClass): RecordSummary['parts'] {
  return { class: member, wnid: wnid ?? '', size: `${width}x${height}`, format };
}

function speciesParts({ member, taxon, width, height, pixelSha256, photo }: ImageSpecies) {
  return {
    class: member,
    species: `${taxon.name} (${taxon.id})`,
    size: `${width}x${height}`,
    pixels: pixelSha256,
    licence: photo.licence,
    creator: photo.creator,
    observation: photo.observation,
  };
}
