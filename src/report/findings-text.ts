import type { Finding } from '../records/index.ts';

/** A finding in words. Codes that are not listed are shown with their values. */
export function findingText({ code, subject, values }: Finding): string {
  const words = texts[code]?.(subject, values);
  return words ?? `${subject}: ${code} ${JSON.stringify(values)}`;
}

type Words = (subject: string, values: Finding['values']) => string;

const texts: Readonly<Record<string, Words>> = {
  'anomaly-in-normal-split': (id, { split, pixels }) =>
    `${id} in ${split} holds ${pixels} anomalous pixels`,
  'anomaly-missing': (id, { split }) => `${id} in ${split} holds no anomalous pixel`,
  'anomaly-tiny': (id, { pixels }) => `${id} holds only ${pixels} anomalous pixels`,
  'candidate-unreadable': (path, { reason }) => `${path} was left out: ${reason}`,
  'class-empty': (name) => `No image is of the class ${name}`,
  'class-never-anomalous': (name) => `No image of the test split holds ${name}`,
  'class-unknown': (id, { classes }) => `${id} holds classes that the class set lacks: ${classes}`,
  'clip-dominant': (subject, { images, of }) => `Clip ${subject}: ${images} of ${of} images`,
  'clip-shared': (clip, counts) => {
    const parts = Object.entries(counts).map(([split, images]) => `${images} in ${split}`);
    return `Clip ${clip} has frames in several splits: ${parts.join(', ')}`;
  },
  'format-unlike-name': (_id, { path, format }) => `${path} holds a ${format}`,
  'frames-neighbouring': (pair, { apart, splits }) =>
    `Frames ${apart} apart in different splits: ${pair} (${splits})`,
  'image-in-several-classes': (ids, { classes }) => `Equal images in ${classes}: ${ids}`,
  'image-in-several-splits': (ids, { splits }) => `Equal images in ${splits}: ${ids}`,
  'image-twice': (ids, { classes }) => `Equal images within ${classes}: ${ids}`,
  'labels-identical': (ids, { splits }) => `Equal label maps in ${splits}: ${ids}`,
  'labels-identical-within-split': (ids, { splits }) => `Equal label maps within ${splits}: ${ids}`,
  'no-anomaly': (split) => `No image of ${split} holds an anomaly`,
  'pixels-uncounted': (id, { counted, expected }) =>
    `${id} counts ${counted} pixels, not ${expected}`,
  'record-twice': (id, { times }) => `${id} stands ${times} times`,
  'split-empty': (split) => `Split ${split} is empty`,
  'split-unknown': (id, { split }) => `${id} is in the split ${split}, which the recipe lacks`,
  'synset-of-another-class': (id, { member, wnid }) => `${id} of ${member} is filed under ${wnid}`,
  'wrong-size': (id, { width, height }) => `${id} is ${width}x${height}`,
};
