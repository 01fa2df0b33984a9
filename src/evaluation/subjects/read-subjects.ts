import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import { hashBytes } from '../../io/index.ts';
import {
  asSha256,
  type ImageRecord,
  type MaskRecord,
  type Sha256,
  type SourcedFile,
} from '../../records/index.ts';
import type { Release } from '../../release/index.ts';
import type { ClassPlaces } from './class-places.ts';
import { maskMeaning } from './mask-meaning.ts';
import type { ImagePlace, MaskMeaning, MaskPlace, Subject } from './subject.ts';

/** Images of one release, or of some of its splits. */
export interface Subjects {
  readonly release: string;
  /** Digest of its `SHA256SUMS`, hence of all that is in it. */
  readonly releaseSha256: Sha256;
  /** Name of its class set. */
  readonly classSet: string;
  /** The splits they are of, joined by commas. */
  readonly split: string;
  /** In the order of the records. */
  readonly list: readonly Subject[];
  /** Of their ids, files and what masks mean: the same images give the same digest. */
  readonly sha256: Sha256;
}

export interface SubjectOptions {
  /** Splits to take; all of them where none is named. */
  readonly splits?: readonly string[] | undefined;
  /** Are they what is to be found out? A mask says it pixel by pixel. */
  readonly isAnomaly: boolean;
  /** What to measure apart: `group` is a group of species, `class` a class of the class set. */
  readonly by: 'release' | 'group' | 'class';
  /** Where the files of a recipe release lie. */
  readonly sourceFolder?: string | undefined;
  readonly classes?: ClassPlaces | undefined;
}

/**
 * The images of a release that a model is to judge.
 *
 * @throws {InvalidInput} when there are none, or a recipe release is given no folder of its source
 */
export async function readSubjects(release: Release, options: SubjectOptions): Promise<Subjects> {
  const { info, folder, tables } = release;
  const place = placesIn(release, options.sourceFolder);
  const meanings = new Map<string, MaskMeaning>();
  const list: Subject[] = [];
  for await (const record of tables.records()) {
    if (options.splits?.includes(record.split) === false) continue;
    list.push(subjectOf(record, { ...options, release, place, meanings }));
  }
  const known = Object.keys(info.counts.recordsPerSplit);
  const unknown = options.splits?.find((split) => !known.includes(split));
  if (unknown !== undefined) {
    throw new InvalidInput(`No split "${unknown}" (there are ${known.join(', ')}): ${folder}`);
  }
  if (list.length === 0) throw new InvalidInput(`No images to evaluate: ${folder}`);
  return {
    release: `${info.name}-${info.version}`,
    classSet: info.classSet.content.name,
    releaseSha256: hashBytes(await readFile(join(folder, 'SHA256SUMS'))),
    split: (options.splits ?? known).join(','),
    list,
    sha256: digestOf(list),
  };
}

type Place = (file: SourcedFile, id: string) => ImagePlace;

function placesIn({ folder, info }: Release, sourceFolder: string | undefined): Place {
  return ({ placed, source }, id) => {
    if (placed !== undefined) return { root: folder, path: placed.path, sha256: placed.sha256 };
    if (sourceFolder === undefined) {
      throw new InvalidInput(
        `Release ${info.name} is a recipe without files, such as that of ${id}: ` +
          'name the folder it was built from with --from DIR',
      );
    }
    return { root: sourceFolder, path: source.path, sha256: source.sha256 };
  };
}

interface Reading extends SubjectOptions {
  readonly release: Release;
  readonly place: Place;
  readonly meanings: Map<string, MaskMeaning>;
}

function subjectOf(record: ImageRecord, reading: Reading): Subject {
  const { id, image, truth, split } = record;
  const { place, isAnomaly, by, release, classes } = reading;
  if (image === undefined) {
    throw new InvalidInput(`Record has a mask and no photo, so no model can judge it: ${id}`);
  }
  const plain = { id: `${split}/${id}`, image: place(image, id), isAnomaly };
  const name = release.info.name;
  switch (truth.kind) {
    case 'mask': {
      const { clip } = record as MaskRecord;
      return { ...plain, set: name, mask: maskOf(record as MaskRecord, reading), cluster: clip };
    }
    case 'class': {
      const labels = classes?.placesOf(truth) ?? [];
      const set = by === 'class' ? truth.member : name;
      return { ...plain, set, cluster: id, ...(labels.length === 0 ? {} : { labels }) };
    }
    case 'species':
      return { ...plain, set: by === 'release' ? name : truth.member, cluster: truth.taxon.name };
    case 'classes': {
      const { members } = release.info.classSet.content;
      const placesOf = (indices: readonly number[]) =>
        indices.flatMap((index) => classes?.placeOfName(members[index]?.name ?? '') ?? []);
      const [labels, unsure] = [placesOf(truth.classes), placesOf(truth.difficult)];
      return { ...plain, set: name, cluster: id, labels, unsure };
    }
    case 'unlabelled':
      return { ...plain, set: name, cluster: id };
  }
}

function maskOf(record: MaskRecord, { place, meanings, release }: Reading): MaskPlace {
  const { truth, id } = record;
  const { splits } = release.info.recipe.content;
  if (splits.kind !== 'by-anomaly') {
    throw new InvalidInput(`Recipe names no anomalous classes: ${release.info.name}`);
  }
  // A placed mask holds train ids, whatever the source held.
  const encoding = truth.file.placed === undefined ? truth.encoding : 'train-ids';
  const { source } = release.info.recipe.content;
  const classSet = release.info.classSet.content;
  const meaning =
    meanings.get(encoding) ?? maskMeaning({ classSet, rule: splits, encoding, source });
  meanings.set(encoding, meaning);
  const { width, height } = truth;
  return { ...place(truth.file, id), width, height, meaning };
}

function digestOf(list: readonly Subject[]): Sha256 {
  const hash = createHash('sha256');
  const meanings = new Map<MaskMeaning, string>();
  for (const { id, image, mask, set, isAnomaly } of list) {
    const told = mask === undefined ? null : [mask.sha256, meaningOf(mask, meanings)];
    hash.update(JSON.stringify([id, image.sha256, told, set, isAnomaly]));
  }
  return asSha256(hash.digest('hex'));
}

/** Digest of what the values of a mask mean, on which it depends which pixels count as right. */
function meaningOf({ meaning }: MaskPlace, known: Map<MaskMeaning, string>): string {
  const digest = known.get(meaning) ?? hashBytes(Buffer.concat([meaning.classOf, meaning.kindOf]));
  known.set(meaning, digest);
  return digest;
}
