import { createHash } from 'node:crypto';
import { InvalidInput } from '../../errors.ts';
import { breathe, jsonElements } from '../../io/index.ts';
import {
  asSha256,
  type ClassLabels,
  type ClassSet,
  parseAs,
  type Sha256,
  z,
} from '../../records/index.ts';
import type { CocoOptions } from './options.ts';

/** An image as a file of instances describes it. */
export interface CocoImage {
  readonly fileName: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly labels: ClassLabels;
}

export interface Instances {
  /** In the order of their ids. */
  readonly images: readonly CocoImage[];
  /** Ids that annotations are of, and that no image has. */
  readonly strays: readonly number[];
  /** Of the file. */
  readonly sha256: Sha256;
}

const id = z.int().min(0);
const imageSchema = z.object({
  id,
  file_name: z.string().min(1).max(1000),
  width: z.int().positive(),
  height: z.int().positive(),
});
const annotationSchema = z.object({
  image_id: id,
  category_id: id,
  iscrowd: z.union([z.literal(0), z.literal(1)]).default(0),
});
const categorySchema = z.object({ id, name: z.string().min(1) });

/** COCO has 123,287 annotated images and 90 categories; a file with far more is none of its kind. */
const mostImages = 5_000_000;
const mostCategories = 10_000;

/**
 * Reads a file of instances, element by element, as sets of classes:
 *
 * ```
 * { "images": [{ id, file_name, width, height, ... }], "categories": [{ id, name, ... }],
 *   "annotations": [{ image_id, category_id, iscrowd, ... }], ... }
 * ```
 *
 * in any order. Categories are those of the class set by name, all of them, whatever their ids: of
 * COCO's 1 to 90, ten are missing.
 *
 * @throws {InvalidInput} for what is no such file; for ids that stand twice; for categories that are
 *   not those of the class set
 */
export async function readInstances(
  path: string,
  classSet: ClassSet,
  crowds: CocoOptions['crowds'],
): Promise<Instances> {
  const hash = createHash('sha256');
  const images = new Map<number, z.infer<typeof imageSchema>>();
  const categories = new Map<number, string>();
  const sightings = new Map<number, Sightings>();
  const arrays = ['images', 'annotations', 'categories'];
  const onChunk = (chunk: Buffer) => void hash.update(chunk);
  for await (const { array, value } of breathe(jsonElements(path, { arrays, onChunk }))) {
    if (array === 'annotations')
      see(sightings, parseAs(annotationSchema, value, `${path}, annotation`));
    else if (array === 'images') {
      const image = parseAs(imageSchema, value, `${path}, image`);
      put(images, image.id, image, { path, what: 'Image', most: mostImages });
    } else {
      const category = parseAs(categorySchema, value, `${path}, category`);
      put(categories, category.id, category.name, { path, what: 'Category', most: mostCategories });
    }
  }
  const indexOf = indicesOf(categories, classSet, path);
  const sorted = [...images.values()].sort((a, b) => a.id - b.id);
  return {
    images: sorted.map(({ id: image, file_name: fileName, width, height }) => {
      const labels = labelsOf(sightings.get(image), indexOf, crowds);
      return { fileName, width, height, labels };
    }),
    strays: [...sightings.keys()].filter((image) => !images.has(image)).sort((a, b) => a - b),
    sha256: asSha256(hash.digest('hex')),
  };
}

/** Category ids that an image has objects of, and crowds of. */
interface Sightings {
  readonly objects: Set<number>;
  readonly crowds: Set<number>;
}

function see(
  sightings: Map<number, Sightings>,
  annotation: z.infer<typeof annotationSchema>,
): void {
  const { image_id: image, category_id: category, iscrowd } = annotation;
  const seen = sightings.get(image) ?? { objects: new Set(), crowds: new Set() };
  sightings.set(image, seen);
  (iscrowd === 1 ? seen.crowds : seen.objects).add(category);
}

function put<T>(
  map: Map<number, T>,
  key: number,
  value: T,
  { path, what, most }: { readonly path: string; readonly what: string; readonly most: number },
): void {
  if (map.has(key)) throw new InvalidInput(`${what} id stands twice, ${key}: ${path}`);
  if (map.size >= most) throw new InvalidInput(`More than ${most} of ${what}: ${path}`);
  map.set(key, value);
}

/** Category id to index in the class set. */
function indicesOf(
  categories: ReadonlyMap<number, string>,
  { name: set, members }: ClassSet,
  path: string,
): (category: number) => number {
  const names = new Set(categories.values());
  const missing = members.find(({ name }) => !names.has(name));
  const unknown = [...names].find((name) => !members.some((member) => member.name === name));
  if (missing !== undefined || unknown !== undefined || names.size !== categories.size) {
    const what =
      unknown !== undefined
        ? `"${unknown}" is none of them`
        : missing !== undefined
          ? `"${missing.name}" is missing`
          : 'one stands twice';
    throw new InvalidInput(`Categories are not the classes of ${set}, ${what}: ${path}`);
  }
  return (category) => {
    const index = members.findIndex(({ name }) => name === categories.get(category));
    if (index !== -1) return index;
    throw new InvalidInput(`Annotation of an unknown category, ${category}: ${path}`);
  };
}

function labelsOf(
  seen: Sightings | undefined,
  indexOf: (category: number) => number,
  crowds: CocoOptions['crowds'],
): ClassLabels {
  const indices = (categories: Iterable<number>) => new Set([...categories].map(indexOf));
  const objects = indices(seen?.objects ?? []);
  const crowded = indices(seen?.crowds ?? []);
  const classes = crowds === 'shown' ? objects.union(crowded) : objects;
  const ascending = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
  return { classes: ascending(classes), difficult: ascending(crowded.difference(classes)) };
}
