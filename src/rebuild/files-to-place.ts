import { extname } from 'node:path';
import { isArchived } from '../io/index.ts';
import {
  type ClassSet,
  type FileRef,
  type ImageRecord,
  isMaskRecord,
  type SourcedFile,
  unshiftTable,
  voidValueOf,
} from '../records/index.ts';
import { imagePath, maskPath } from '../release/index.ts';
import type { FileToPlace, HowToPlace } from './place-file.ts';

export interface PlaceHow {
  readonly placement: 'hardlink' | 'copy';
  readonly classSet: ClassSet;
  /** Of a source whose masks hold other values than train ids: value to train id, by value. */
  readonly maskTable?: Uint8Array | undefined;
}

/** The files of one record, and where they go. */
export function filesToPlace(
  record: ImageRecord,
  { placement, classSet, maskTable }: PlaceHow,
): readonly FileToPlace[] {
  const { image, truth } = record;
  const asIs = ({ path }: FileRef): HowToPlace => ({
    kind: isArchived(path) ? 'copy' : placement,
  });
  const files: FileToPlace[] = [];
  if (truth.kind === 'mask') {
    const { source } = truth.file;
    const table = truth.encoding === 'shifted' ? unshiftTable(voidValueOf(classSet)) : maskTable;
    const how: HowToPlace =
      truth.encoding === 'train-ids' || table === undefined
        ? asIs(source)
        : { kind: 'map-values', table };
    const to = maskPath(record.split, record.id);
    files.push({ key: placeKey('mask', record), source, to, how });
  }
  if (image !== undefined) {
    const { source } = image;
    const to = imagePath(record, extname(source.path));
    files.push({ key: placeKey('image', record), source, to, how: asIs(source) });
  }
  return files;
}

/** The record with the files it got in the release, looked up by key. */
export function withPlaced(record: ImageRecord, refOf: (key: string) => FileRef): ImageRecord {
  const place = (kind: 'image' | 'mask', { source }: SourcedFile): SourcedFile => {
    return { source, placed: refOf(placeKey(kind, record)) };
  };
  if (!isMaskRecord(record)) {
    const { image, ...rest } = record;
    return { ...rest, image: place('image', image) };
  }
  const { image, truth, ...rest } = record;
  const photo = image === undefined ? {} : { image: place('image', image) };
  return { ...rest, ...photo, truth: { ...truth, file: place('mask', truth.file) } };
}

function placeKey(kind: 'image' | 'mask', { sourceSplit, id }: ImageRecord): string {
  return `${kind}/${sourceSplit}/${id}`;
}
