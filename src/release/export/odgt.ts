import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AlreadyExists, InvalidInput } from '../../errors.ts';
import { syncFolder, withStorageErrors, writeFileDurably } from '../../io/index.ts';
import {
  asMaskRecord,
  type Encoding,
  type FileRef,
  type MaskRecord,
  type SourcedFile,
  voidValueOf,
} from '../../records/index.ts';
import type { Release } from '../open-release.ts';
import type { Exported, Exporter, ExportOptions } from './exporter.ts';
import { type OdgtFile, writeOdgtFile, writeOdgtFileModule } from './write-odgt-file.ts';

/**
 * The lists and label files that the paper's own training code reads, laid out as its script
 * `create_bdd_dataset.py` lays them out; the folder is what that code calls `data/`.
 *
 * ```
 * training.odgt validation.odgt test.odgt
 *   = one JSON array on one line, of { dbName, width, height, fpath_img, fpath_segm }, in that
 *     order, paths relative to the folder; by source split, then name
 * seg/images/<source split>/<id>.jpg
 * seg/train_labels/<source split>/<id>_train_id.png   8-bit grey, train id + 2, void 1
 * ```
 */
export const odgt: Exporter = {
  name: 'odgt',
  summary: "Lists and labels for the paper's own training code (its data/ folder)",
  export: exportOdgt,
};

/** What the paper's code calls the lists, by split of the release. */
const listNames: Readonly<Record<string, string>> = {
  train: 'training.odgt',
  validation: 'validation.odgt',
  test: 'test.odgt',
};

interface OdgtEntry {
  readonly dbName: 'BDD100k';
  readonly width: number;
  readonly height: number;
  readonly fpath_img: string;
  readonly fpath_segm: string;
}

async function exportOdgt(release: Release, options: ExportOptions): Promise<Exported> {
  const { out } = options;
  const { truth, kind } = release.info.source;
  if (truth !== 'mask') {
    throw new InvalidInput(
      `The form odgt holds label masks, and the truth of this release is a ${truth}: ${release.folder}`,
    );
  }
  if (kind !== 'bdd100k') {
    throw new InvalidInput(
      `The form odgt is laid out for BDD100K, not for the source ${kind}: ${release.folder}`,
    );
  }
  if (existsSync(out)) throw new AlreadyExists(`Something stands there already: ${out}`);
  const { lists, files, hasPhotos } = await layOut(release, options);
  const partial = `${out}.partial`;
  await withStorageErrors(partial, async () => {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
  });
  const task = {
    module: writeOdgtFileModule,
    name: writeOdgtFile.name,
    context: { out: partial, voidValue: voidValueOf(release.info.classSet.content) },
  };
  let done = 0;
  for await (const batch of options.runTask(task, files)) {
    done += batch.length;
    options.onProgress?.(done, files.length);
  }
  for (const [name, entries] of lists) {
    await withStorageErrors(partial, () =>
      writeFileDurably(join(partial, name), pythonJson(entries)),
    );
  }
  await syncFolder(partial);
  await withStorageErrors(out, () => rename(partial, out));
  const missingPhotos = `The release has no photos: put BDD100K's at ${out}/seg/images/{train,val}/<id>.jpg`;
  return { out, files: files.length + lists.size, remarks: hasPhotos ? [] : [missingPhotos] };
}

interface Plan {
  readonly lists: ReadonlyMap<string, readonly OdgtEntry[]>;
  readonly files: readonly OdgtFile[];
  readonly hasPhotos: boolean;
}

async function layOut(release: Release, options: ExportOptions): Promise<Plan> {
  const bySource: MaskRecord[] = [];
  for await (const record of release.tables.records()) bySource.push(asMaskRecord(record));
  bySource.sort((a, b) => (`${a.sourceSplit}/${a.id}` < `${b.sourceSplit}/${b.id}` ? -1 : 1));
  const lists = new Map<string, OdgtEntry[]>(Object.values(listNames).map((name) => [name, []]));
  const files: OdgtFile[] = [];
  let hasPhotos = false;
  for (const { id, split, sourceSplit, image, truth } of bySource) {
    const list = lists.get(listNames[split] ?? '');
    if (list === undefined)
      throw new InvalidInput(`Split "${split}" has no list in this form: ${release.folder}`);
    const { width, height } = truth;
    const fpath_img = `seg/images/${sourceSplit}/${id}.jpg`;
    const fpath_segm = `seg/train_labels/${sourceSplit}/${id}_train_id.png`;
    list.push({ dbName: 'BDD100k', width, height, fpath_img, fpath_segm });
    const mask = locate(release, truth.file, options);
    const isShifted = truth.file.placed === undefined && truth.encoding === 'shifted';
    const encoding: Encoding = isShifted ? 'shifted' : 'train-ids';
    files.push({
      kind: 'mask',
      from: mask.from,
      sha256: mask.file.sha256,
      to: fpath_segm,
      encoding,
    });
    if (image === undefined) continue;
    hasPhotos = true;
    const photo = locate(release, image, options);
    files.push({ kind: 'photo', from: photo.from, sha256: photo.file.sha256, to: fpath_img });
  }
  return { lists, files, hasPhotos };
}

function locate(
  release: Release,
  { placed, source }: SourcedFile,
  { sourceRoot }: ExportOptions,
): { readonly from: string; readonly file: FileRef } {
  if (placed !== undefined) return { from: join(release.folder, placed.path), file: placed };
  if (sourceRoot !== undefined) return { from: join(sourceRoot, source.path), file: source };
  throw new InvalidInput(
    `A recipe release holds no files: say --from with the source folder (${release.folder})`,
  );
}

/** JSON as Python's `json.dump` writes it, so that lists compare byte for byte. */
function pythonJson(entries: readonly OdgtEntry[]): string {
  const objects = entries.map((entry) => {
    const pairs = Object.entries(entry).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    return `{${pairs.join(', ')}}`;
  });
  return `[${objects.join(', ')}]`;
}
