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
  'creator-missing': (id) => `${id} names no creator`,
  'creator-turns-direction': (id, { creator }) =>
    `${id} names a creator with marks of direction: ${creator}`,
  'creator-unprintable': (id, { creator }) =>
    `${id} names a creator who cannot be printed: ${creator}`,
  'folder-of-several-species': (folder, { species }) =>
    `Folder ${folder} holds several species: ${species}`,
  'format-unlike-name': (_id, { path, format }) => `${path} holds a ${format}`,
  'frames-neighbouring': (pair, { apart, splits }) =>
    `Frames ${apart} apart in different splits: ${pair} (${splits})`,
  'group-empty': (name) => `No species is of the group ${name}`,
  'group-unknown': (id, { group }) => `${id} is of a group that the class set lacks: ${group}`,
  'image-without-class': (id) => `${id} shows no class of the class set`,
  'image-in-several-classes': (ids, { classes }) => `Equal images in ${classes}: ${ids}`,
  'image-in-several-splits': (ids, { splits }) => `Equal images in ${splits}: ${ids}`,
  'image-twice': (ids, { classes }) => `Equal images within ${classes}: ${ids}`,
  'labels-identical': (ids, { splits }) => `Equal label maps in ${splits}: ${ids}`,
  'labels-identical-within-split': (ids, { splits }) => `Equal label maps within ${splits}: ${ids}`,
  'licence-not-allowed': (id, { licence }) => `${id} is under ${licence}, which is not allowed`,
  'no-anomaly': (split) => `No image of ${split} holds an anomaly`,
  'observation-crowded': (observation, { images, most }) =>
    `Observation ${observation} has ${images} images, at most ${most} allowed`,
  'observation-in-several-species': (observation, { species }) =>
    `Observation ${observation} stands under several species: ${species}`,
  'observer-dominant': (subject, { images, of }) =>
    `Observer ${subject}: ${images} of ${of} images`,
  'observer-dominant-overall': (observer, { images, of }) =>
    `Observer ${observer}: ${images} of all ${of} images`,
  'part-of-another-group': (id, { group, part }) => `${id} of ${group} comes from the part ${part}`,
  'photo-in-several-observations': (photo, { observations }) =>
    `Photo ${photo} stands under several observations: ${observations}`,
  'photo-in-several-species': (photo, { species }) =>
    `Photo ${photo} stands under several species: ${species}`,
  'photo-twice': (photo, { times }) => `Photo ${photo} stands ${times} times`,
  'pixels-uncounted': (id, { counted, expected }) =>
    `${id} counts ${counted} pixels, not ${expected}`,
  'record-twice': (id, { times }) => `${id} stands ${times} times`,
  'species-sparse': (species, { images, least }) => `${species} has ${images} images, not ${least}`,
  'species-without-certificate': (species) => `Species ${species} is not in the certificate`,
  'split-empty': (split) => `Split ${split} is empty`,
  'split-unknown': (id, { split }) => `${id} is in the split ${split}, which the recipe lacks`,
  'synset-of-another-class': (id, { member, wnid }) => `${id} of ${member} is filed under ${wnid}`,
  'taxon-in-several-places': (taxon, { forms }) =>
    `Taxon ${taxon} stands in several places: ${forms}`,
  'wrong-size': (id, { width, height }) => `${id} is ${width}x${height}`,
};
