import { InvalidInput } from '../errors.ts';
import { type SourcedFile, sourcedFileSchema } from './file-ref.ts';
import { type ImageClass, imageClassSchema } from './image-class.ts';
import { type ImageClasses, imageClassesSchema } from './image-classes.ts';
import { type ImageSpecies, imageSpeciesSchema } from './image-species.ts';
import { type ImageUnlabelled, imageUnlabelledSchema } from './image-unlabelled.ts';
import { type LabelMask, labelMaskSchema } from './label-mask.ts';
import { z } from './parse.ts';

/** What the truth of an image can be; the records of one release are all of one kind. */
export const truthKinds = ['mask', 'class', 'classes', 'species', 'unlabelled'] as const;
export type TruthKind = (typeof truthKinds)[number];

/** An image whose truth is a label mask, before a recipe gives it a split. */
export interface MaskSourceRecord {
  readonly id: string;
  /** The split that the source had put it in. */
  readonly sourceSplit: string;
  /** What must not be torn apart by a split: the drive a frame was taken from. */
  readonly clip: string;
  /** Absent where the source holds labels only. */
  readonly image?: SourcedFile | undefined;
  readonly truth: LabelMask;
}

/** An image whose truth is a class, before a recipe gives it a split. */
export interface ClassSourceRecord {
  readonly id: string;
  /** The part of the source it lies in: its class folder or archive, by wnid or by name. */
  readonly sourceSplit: string;
  readonly image: SourcedFile;
  readonly truth: ImageClass;
}

/** An image whose truth is a set of classes, before a recipe gives it a split. */
export interface ClassesSourceRecord {
  readonly id: string;
  /** The split that the source had put it in. */
  readonly sourceSplit: string;
  readonly image: SourcedFile;
  readonly truth: ImageClasses;
}

/** A photo of a species, before a recipe gives it a split. Its id is that of the photo. */
export interface SpeciesSourceRecord {
  readonly id: string;
  /** The group, as {@link partOfGroup} writes it. */
  readonly sourceSplit: string;
  /** `source`: the bytes as received; `placed`: as written. */
  readonly image: SourcedFile;
  readonly truth: ImageSpecies;
}

/** An image without a class, before a recipe gives it a split. */
export interface UnlabelledSourceRecord {
  /** May hold slashes: the path below the part of the source, without its ending. */
  readonly id: string;
  /** The part of the source it lies in. */
  readonly sourceSplit: string;
  readonly image: SourcedFile;
  readonly truth: ImageUnlabelled;
}

/** An image that a source has read and judged readable. */
export type SourceRecord =
  | MaskSourceRecord
  | ClassSourceRecord
  | ClassesSourceRecord
  | SpeciesSourceRecord
  | UnlabelledSourceRecord;

/** In the split that the recipe gave it. */
interface InSplit {
  readonly split: string;
}

export type MaskRecord = MaskSourceRecord & InSplit;
export type ClassRecord = ClassSourceRecord & InSplit;
export type ClassesRecord = ClassesSourceRecord & InSplit;
export type SpeciesRecord = SpeciesSourceRecord & InSplit;
export type UnlabelledRecord = UnlabelledSourceRecord & InSplit;

/** One image and its truth, in the split that the recipe gave it. */
export type ImageRecord =
  | MaskRecord
  | ClassRecord
  | ClassesRecord
  | SpeciesRecord
  | UnlabelledRecord;

const named = { id: z.string().min(1), sourceSplit: z.string().min(1), split: z.string().min(1) };

export const maskRecordSchema: z.ZodType<MaskRecord> = z.strictObject({
  ...named,
  clip: z.string().min(1),
  image: sourcedFileSchema.optional(),
  truth: labelMaskSchema,
});

export const classRecordSchema: z.ZodType<ClassRecord> = z.strictObject({
  ...named,
  image: sourcedFileSchema,
  truth: imageClassSchema,
});

export const classesRecordSchema: z.ZodType<ClassesRecord> = z.strictObject({
  ...named,
  image: sourcedFileSchema,
  truth: imageClassesSchema,
});

export const speciesRecordSchema: z.ZodType<SpeciesRecord> = z.strictObject({
  ...named,
  image: sourcedFileSchema,
  truth: imageSpeciesSchema,
});

export const unlabelledRecordSchema: z.ZodType<UnlabelledRecord> = z.strictObject({
  ...named,
  image: sourcedFileSchema,
  truth: imageUnlabelledSchema,
});

/** A group of species as a part of the source and a folder: "Fungi" is `fungi`. */
export function partOfGroup(group: string): string {
  return group.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** @throws {InvalidInput} when the truth of the record is no label mask */
export function asMaskRecord<R extends SourceRecord>(record: R): Extract<R, MaskSourceRecord> {
  if (isMaskRecord(record)) return record;
  throw new InvalidInput(`Truth is a ${record.truth.kind} where a mask is needed: ${record.id}`);
}

/** @throws {InvalidInput} when the truth of the record is no class */
export function asClassRecord<R extends SourceRecord>(record: R): Extract<R, ClassSourceRecord> {
  if (isClassRecord(record)) return record;
  throw new InvalidInput(`Truth is a ${record.truth.kind} where a class is needed: ${record.id}`);
}

/** @throws {InvalidInput} when the truth of the record is no set of classes */
export function asClassesRecord<R extends SourceRecord>(
  record: R,
): Extract<R, ClassesSourceRecord> {
  if (isClassesRecord(record)) return record;
  throw new InvalidInput(`Truth is a ${record.truth.kind} where classes are needed: ${record.id}`);
}

/** @throws {InvalidInput} when the truth of the record is no species */
export function asSpeciesRecord<R extends SourceRecord>(
  record: R,
): Extract<R, SpeciesSourceRecord> {
  if (isSpeciesRecord(record)) return record;
  throw new InvalidInput(`Truth is a ${record.truth.kind} where a species is needed: ${record.id}`);
}

/** @throws {InvalidInput} when the image has a truth of its own */
export function asUnlabelledRecord<R extends SourceRecord>(
  record: R,
): Extract<R, UnlabelledSourceRecord> {
  if (isUnlabelledRecord(record)) return record;
  throw new InvalidInput(`Truth is a ${record.truth.kind} where none is expected: ${record.id}`);
}

/** Is the truth of the record a label mask? */
export function isMaskRecord<R extends SourceRecord>(
  record: R,
): record is Extract<R, MaskSourceRecord> {
  return record.truth.kind === 'mask';
}

function isClassRecord<R extends SourceRecord>(record: R): record is Extract<R, ClassSourceRecord> {
  return record.truth.kind === 'class';
}

function isClassesRecord<R extends SourceRecord>(
  record: R,
): record is Extract<R, ClassesSourceRecord> {
  return record.truth.kind === 'classes';
}

function isSpeciesRecord<R extends SourceRecord>(
  record: R,
): record is Extract<R, SpeciesSourceRecord> {
  return record.truth.kind === 'species';
}

function isUnlabelledRecord<R extends SourceRecord>(
  record: R,
): record is Extract<R, UnlabelledSourceRecord> {
  return record.truth.kind === 'unlabelled';
}

/** Every file that a record stands on: its image, where there is one, then its mask. */
export function filesOf({ image, truth }: SourceRecord): readonly SourcedFile[] {
  const images = image === undefined ? [] : [image];
  return truth.kind === 'mask' ? [...images, truth.file] : images;
}
