import { classPhoto } from './class-source.ts';
import { encodePng } from './png.ts';
import { put } from './tiny-source.ts';

/** An object of an annotation: a class and whether it is marked difficult. */
export type VocObject = readonly [name: string, isDifficult?: boolean];

/** An annotation as VOC writes it, with parts and boxes. */
export function vocXml(id: string, objects: readonly VocObject[], width = 24, height = 18): string {
  const box = '<bndbox><xmin>1</xmin><ymin>2.5</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>';
  const all = objects.map(
    ([name, isDifficult = false]) => `\t<object>
\t\t<name>${name}</name><pose>Left</pose><truncated>1</truncated>
\t\t<difficult>${isDifficult ? 1 : 0}</difficult>${box}
\t\t<part><name>head</name>${box}</part>
\t</object>`,
  );
  return `<annotation>
\t<folder>VOC2012</folder><filename>${id}.jpg</filename>
\t<size><width>${width}</width><height>${height}</height><depth>3</depth></size>
${all.join('\n')}
</annotation>`;
}

/** What the images of {@link writeVoc} show. */
export const vocImages: Readonly<Record<string, readonly VocObject[]>> = {
  '2007_000027': [['person'], ['person', true], ['dog']],
  '2008_000002': [['tvmonitor', true]],
  '2008_000003': [['sheep'], ['aeroplane'], ['cat', true]],
};

/** VOC's layout, small: two images to train on, one to validate, one of them with a class mask. */
export async function writeVoc(folder: string): Promise<string> {
  const root = `${folder}/VOCdevkit/VOC2012`;
  for (const [i, [id, objects]] of Object.entries(vocImages).entries()) {
    put(root, `JPEGImages/${id}.jpg`, await classPhoto(i + 1));
    put(root, `Annotations/${id}.xml`, vocXml(id, objects));
    put(root, `SegmentationClass/${id}.png`, paletteMask(i));
  }
  put(root, 'ImageSets/Main/train.txt', '2007_000027\n2008_000002\n');
  put(root, 'ImageSets/Main/val.txt', '2008_000003\n');
  put(root, 'ImageSets/Segmentation/train.txt', '2007_000027\n');
  put(root, 'ImageSets/Segmentation/val.txt', '2008_000003\n');
  return root;
}

/** A palette PNG: background, one class, and the border between them. */
function paletteMask(seed: number): Buffer {
  const bytes = new Uint8Array(24 * 18);
  bytes.fill(15, 0, 30 + seed);
  bytes.fill(255, 30 + seed, 40);
  return encodePng({ width: 24, height: 18, bitDepth: 8, colourType: 3, bytes });
}
