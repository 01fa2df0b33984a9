import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { GroupQuery } from '../../src/records/index.ts';

/** Rows of the four files, each value as text, a row a list in the order of {@link columns}. */
export interface SnapshotRows {
  readonly taxa: readonly (readonly string[])[];
  readonly observations: readonly (readonly string[])[];
  readonly photos: readonly (readonly string[])[];
  readonly observers: readonly (readonly string[])[];
}

export const columns = {
  taxa: ['taxon_id', 'ancestry', 'rank_level', 'rank', 'name', 'active'],
  observations: [
    'observation_uuid',
    'observer_id',
    'latitude',
    'longitude',
    'positional_accuracy',
    'taxon_id',
    'quality_grade',
    'observed_on',
    'anomaly_score',
  ],
  photos: [
    'photo_uuid',
    'photo_id',
    'observation_uuid',
    'observer_id',
    'extension',
    'license',
    'width',
    'height',
    'position',
  ],
  observers: ['observer_id', 'login', 'name'],
} as const;

/** Writes a snapshot into `folder`, packed or not, and says the folder. */
export function writeSnapshot(folder: string, rows: SnapshotRows, isGzip = false): string {
  mkdirSync(folder, { recursive: true });
  for (const [table, header] of Object.entries(columns)) {
    const lines = [header as readonly string[], ...rows[table as keyof SnapshotRows]];
    writeTable(folder, table, { text: lines.map((row) => `${row.join('\t')}\n`).join(''), isGzip });
  }
  return folder;
}

export function writeTable(
  folder: string,
  table: string,
  { text, isGzip = false }: { readonly text: string | Buffer; readonly isGzip?: boolean },
): void {
  const path = join(folder, `${table}.csv${isGzip ? '.gz' : ''}`);
  writeFileSync(path, isGzip ? gzipSync(text) : text);
}

/** A UUID that ends in a number. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Fungi, one genus, two species, one of them with a variety; two observers; four photos. */
export const smallRows: SnapshotRows = {
  taxa: [
    ['48460', '', '100', 'stateofmatter', 'Life', 'true'],
    ['47170', '48460', '70', 'kingdom', 'Fungi', 'true'],
    ['100', '48460/47170', '20', 'genus', 'Amanita', 'true'],
    ['101', '48460/47170/100', '10', 'species', 'Amanita muscaria', 'true'],
    ['102', '48460/47170/100/101', '5', 'variety', 'Amanita muscaria "alba"', 'true'],
    ['103', '48460/47170/100', '10', 'species', "Amanita 'd'Or'", 'true'],
    ['104', '48460/47170/100', '10', 'species', 'Amanita vetus', 'false'],
  ],
  observations: [
    [uuid(1), '1', '10.5000000000', '-20.2500000000', '5', '101', 'research', '2020-05-01', '0.5'],
    [uuid(2), '2', '', '', '', '102', 'needs_id', '', ''],
    [uuid(3), '2', '1.0', '2.0', '', '103', 'research', '2021-01-01', ''],
    [uuid(4), '2', '1.0', '2.0', '', '104', 'research', '2021-01-01', ''],
  ],
  photos: [
    [uuid(11), '11', uuid(1), '1', 'JPG', 'CC-BY', '2048', '1536', '0'],
    [uuid(12), '12', uuid(1), '1', 'jpeg', 'CC-BY-NC', '', '', '1'],
    [uuid(13), '13', uuid(2), '2', 'png', 'CC0', '640', '480', '0'],
    [uuid(14), '14', uuid(3), '2', 'gif', 'CC-BY-ND', '640', '480', '0'],
    [uuid(15), '15', uuid(4), '2', 'jpg', 'CC0', '640', '480', '0'],
  ],
  observers: [
    ['1', 'ann', 'Ann "A." O\'Hara'],
    ['2', 'bob', ''],
  ],
};

export const fungi: GroupQuery = {
  group: 'Fungi',
  roots: [{ id: 47170, name: 'Fungi' }],
  without: [],
  ranks: ['species'],
  qualityGrades: ['research', 'needs_id', 'casual'],
  licences: [
    'cc0',
    'pd',
    'cc-by',
    'cc-by-sa',
    'cc-by-nc',
    'cc-by-nc-sa',
    'cc-by-nd',
    'cc-by-nc-nd',
  ],
  leastImages: 1,
  mostImages: 100,
  mostSpecies: 100,
  mostOfObservation: 1,
  mostOfObserver: 10,
  seed: 'seed',
};
