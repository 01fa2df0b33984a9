import { InvalidImage, InvalidInput } from '../../errors.ts';
import { type ClassLabels, type ClassSet, parseAs, parseXml, z } from '../../records/index.ts';

/** What an annotation says of its image. */
export interface VocAnnotation {
  readonly labels: ClassLabels;
  /** Pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

/** VOC's own are 5 deep: annotation, object, part, bndbox, xmin. */
const deepest = 16;
/** Images of VOC show some 50 objects at most. */
const mostObjects = 10_000;

const text = z.array(z.string()).length(1);
const count = z
  .tuple([z.string().regex(/^\d{1,5}$/, 'Not a number of pixels')])
  .transform(([digits]) => Number(digits));

const schema = z.object({
  annotation: z.object({
    filename: text,
    size: z.tuple([z.object({ width: count, height: count })]),
    object: z
      .array(
        z.object({
          name: text,
          difficult: z.tuple([z.enum(['0', '1'])]).default(['0']),
        }),
      )
      .max(mostObjects)
      .default([]),
  }),
});

/**
 * Reads the annotation of an image as a set of classes:
 *
 * ```
 * <annotation> <filename>2007_000027.jpg</filename> <size> <width> <height> ... </size>
 *   { <object> <name>person</name> ... <difficult>0</difficult> <bndbox> ... </object> }
 * </annotation>
 * ```
 *
 * As in VOC's classification task: a class is shown where at least one object of it is not marked
 * difficult; where all of them are, it is neither shown nor absent. Source: VOC2012 development kit,
 * "Classification Task", where such images are labelled 0.
 *
 * @throws {InvalidImage} with a reason that starts with `annotation-`
 */
export async function readAnnotation(
  bytes: Uint8Array,
  id: string,
  classSet: ClassSet,
): Promise<VocAnnotation> {
  const { annotation } = await parse(bytes);
  const [filename] = annotation.filename as [string];
  if (filename.replace(/\.[a-z]+$/i, '') !== id) {
    const detail = `Annotation is of another image, ${JSON.stringify(filename.slice(0, 60))}`;
    throw new InvalidImage('annotation-of-another', detail);
  }
  const [shown, difficult] = [new Set<number>(), new Set<number>()];
  for (const object of annotation.object) {
    const name = (object.name[0] as string).trim();
    const index = classSet.members.findIndex((member) => member.name === name);
    if (index === -1) {
      const detail = `Class set ${classSet.name} has no class ${JSON.stringify(name.slice(0, 60))}`;
      throw new InvalidImage('annotation-class-unknown', detail);
    }
    (object.difficult[0] === '1' ? difficult : shown).add(index);
  }
  const classes = [...shown].sort((a, b) => a - b);
  const only = [...difficult.difference(shown)].sort((a, b) => a - b);
  return { labels: { classes, difficult: only }, size: annotation.size[0] };
}

async function parse(bytes: Uint8Array): Promise<z.infer<typeof schema>> {
  try {
    const xml = Buffer.from(bytes).toString('utf8');
    return parseAs(schema, await parseXml(xml, 'annotation', deepest), 'annotation');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidImage('annotation-invalid', error.message, { cause: error });
  }
}
