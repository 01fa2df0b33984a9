import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface OpenDataSize {
  readonly photos: number;
  readonly observations: number;
  readonly taxa: number;
  readonly observers: number;
  readonly isGzip: boolean;
}

/** What of the tree of life is made up: a root, its share of the taxa, the roots by group. */
export const madeUpRoots = [
  { group: 'Plants', id: 47126, name: 'Plantae', rank: 'kingdom', share: 0.35 },
  { group: 'Insects', id: 47158, name: 'Insecta', rank: 'class', share: 0.38 },
  { group: 'Fungi', id: 47170, name: 'Fungi', rank: 'kingdom', share: 0.12 },
  { group: 'Arachnids', id: 47119, name: 'Arachnida', rank: 'class', share: 0.08 },
  { group: 'Amphibians', id: 20978, name: 'Amphibia', rank: 'class', share: 0.03 },
  { group: 'Protozoa', id: 47686, name: 'Protozoa', rank: 'kingdom', share: 0.02 },
  { group: 'Microorganisms', id: 48222, name: 'Chromista', rank: 'kingdom', share: 0.02 },
] as const;

/**
 * Writes the six files of a monthly snapshot in the layout of the real ones, made up: few species
 * with very many observations and very many with few, five photos to three observations, one photo
 * in a thousand in a second observation. The same sizes give the same rows.
 */
export async function writeOpenData(folder: string, size: OpenDataSize): Promise<void> {
  const tree = madeUpTaxa(size.taxa);
  const files: Readonly<Record<string, Iterable<string>>> = {
    taxa: tree.lines,
    observations: observationLines(size, tree.observed),
    photos: photoLines(size),
    observers: observerLines(size),
    projects: ['project_id\ttitle\n'],
    observations_projects: ['observation_uuid\tproject_id\n'],
  };
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, `${name}.csv${size.isGzip ? '.gz' : ''}`);
    const blocks = Readable.from(inBlocks(lines));
    const target = createWriteStream(path);
    await (size.isGzip
      ? pipeline(blocks, createGzip({ level: 1 }), target)
      : pipeline(blocks, target));
  }
}

interface MadeUpTaxa {
  readonly lines: readonly string[];
  /** Ids that observations have, the most observed first. */
  readonly observed: readonly number[];
}

function madeUpTaxa(count: number): MadeUpTaxa {
  const life = 48460;
  const lines = [
    'taxon_id\tancestry\trank_level\trank\tname\tactive\n',
    `${life}\t\t100\tstateofmatter\tLife\ttrue\n`,
  ];
  const observed: number[] = [];
  let id = 1_000_000;
  for (const root of madeUpRoots) {
    lines.push(`${root.id}\t${life}\t70\t${root.rank}\t${root.name}\ttrue\n`);
    const last = id + Math.floor(count * root.share);
    let family = '';
    let genus = '';
    let species = '';
    for (let i = 0; id < last; i++, id++) {
      if (i % 150 === 0) {
        family = `${life}/${root.id}/${id}`;
        lines.push(`${id}\t${life}/${root.id}\t30\tfamily\tFamily${id}\ttrue\n`);
      } else if (i % 150 === 1 || i % 12 === 0) {
        genus = `${family}/${id}`;
        lines.push(`${id}\t${family}\t20\tgenus\tGenus${id}\ttrue\n`);
      } else if (i % 12 === 7) {
        lines.push(`${id}\t${species}\t5\tsubspecies\tGenus species sub${id}\ttrue\n`);
        observed.push(id);
      } else {
        species = `${genus}/${id}`;
        lines.push(`${id}\t${genus}\t10\tspecies\tGenus species${id}\t${i % 40 !== 9}\n`);
        observed.push(id);
      }
    }
  }
  const draws = new Map(observed.map((taxon) => [taxon, mix(taxon)]));
  return { lines, observed: observed.sort((a, b) => (draws.get(a) ?? 0) - (draws.get(b) ?? 0)) };
}

const grades = ['research', 'research', 'research', 'research', 'research', 'research'].concat([
  'needs_id',
  'needs_id',
  'needs_id',
  'casual',
]);
const licences = ['CC-BY-NC', 'CC-BY-NC', 'CC-BY-NC', 'CC-BY-NC', 'CC-BY-NC', 'CC-BY-NC'].concat([
  'CC-BY',
  'CC-BY',
  'CC0',
  'CC-BY-NC-SA',
  'CC-BY-NC-ND',
  'CC-BY-SA',
]);
const extensions = ['jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'jpeg', 'jpeg', 'png', 'JPG'];

function* observationLines(size: OpenDataSize, observed: readonly number[]): Generator<string> {
  yield 'observation_uuid\tobserver_id\tlatitude\tlongitude\tpositional_accuracy\ttaxon_id\tquality_grade\tobserved_on\tanomaly_score\n';
  const dates = Array.from({ length: 5000 }, (_, day) =>
    new Date(Date.UTC(2011, 0, 1 + day)).toISOString().slice(0, 10),
  );
  for (let i = 0; i < size.observations; i++) {
    const a = mix(i * 2 + 1);
    const b = mix(i * 2);
    const taxon = observed[Math.floor(observed.length * (b / 2 ** 32) ** 2.5)];
    const latitude = `${(a % 180) - 90}.${1000000 + (b % 1000000)}000`;
    const longitude = `${(b % 360) - 180}.${1000000 + (a % 1000000)}000`;
    const at = `${latitude}\t${longitude}\t${a % 3 === 0 ? '' : b % 1000}`;
    yield `${uuid(i)}\t${observerOf(i, size)}\t${at}\t${taxon}\t${grades[a % 10]}\t${dates[b % 5000]}\t${i % 7 === 0 ? 0.25 : ''}\n`;
  }
}

function* photoLines(size: OpenDataSize): Generator<string> {
  yield 'photo_uuid\tphoto_id\tobservation_uuid\tobserver_id\textension\tlicense\twidth\theight\tposition\n';
  const share = size.observations / size.photos;
  let observation = -1;
  let position = 0;
  for (let i = 0; i < size.photos; i++) {
    const of = Math.floor(i * share);
    position = of === observation ? position + 1 : 0;
    observation = of;
    const a = mix(i + 77);
    const id = i % 1000 === 999 ? 1000 + i - 500 : 1000 + i;
    const kind = `${extensions[a % 10]}\t${licences[mix(of + 5) % 12]}`;
    yield `${uuid(i + 2 ** 31)}\t${id}\t${uuid(of)}\t${observerOf(of, size)}\t${kind}\t2048\t${1024 + (a % 1024)}\t${position}\n`;
  }
}

function* observerLines({ observers }: OpenDataSize): Generator<string> {
  yield 'observer_id\tlogin\tname\n';
  for (let i = 1; i <= observers; i++) yield `${i}\tlogin${i}\t${i % 3 === 0 ? `Name ${i}` : ''}\n`;
}

/** A few observers have very many observations. */
function observerOf(observation: number, { observers }: OpenDataSize): number {
  return 1 + Math.floor(observers * (mix(observation * 3 + 2) / 2 ** 32) ** 2);
}

const hexadecimal = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, '0'));

function uuid(i: number): string {
  const a = mix(i);
  const b = mix(i ^ 0x5bd1e995);
  const c = mix(a + 1);
  const h = (n: number) => hexadecimal[n & 0xffff] ?? '';
  // The number itself is in it, so that no two are alike.
  return `${h(a >>> 16)}${h(a)}-${h(b >>> 16)}-${h(b)}-${h(c)}-${h(c >>> 16)}${h(i >>> 16)}${h(i)}`;
}

/** 32 bits that look random: the same for the same number. */
function mix(i: number): number {
  let x = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Lines together, a quarter of a mebibyte at a time. */
function* inBlocks(lines: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 2 ** 18) continue;
    yield Buffer.from(block, 'latin1');
    block = '';
  }
  yield Buffer.from(block, 'latin1');
}
