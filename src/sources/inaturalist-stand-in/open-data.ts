import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withStorageErrors, writeFileDurably } from '../../io/index.ts';
import type { World, WorldPhoto } from './world.ts';

export interface WriteOpenDataOptions {
  /** Each file packed, as `<name>.csv.gz`. */
  readonly gz?: boolean;
}

type Cell = string | number | undefined;
type Row = readonly Cell[];

/**
 * Writes a world as iNaturalist's monthly open data: six tables with tabs between cells, a header,
 * no quoting whatever a cell holds, nothing for what is not known. Only openly licensed photos are
 * in them, only observations with such a photo, and only whom those belong to.
 *
 * @see https://github.com/inaturalist/iNaturalistAPI/blob/main/lib/open_data_archive.js
 */
export async function writeOpenData(
  world: World,
  folder: string,
  { gz = false }: WriteOpenDataOptions = {},
): Promise<void> {
  for (const [name, rows] of Object.entries(tablesOf(world))) {
    const text = rows.map((row) => `${row.map((cell) => cell ?? '').join('\t')}\n`).join('');
    const [file, bytes] = gz ? [`${name}.csv.gz`, gzipSync(text)] : [`${name}.csv`, text];
    await withStorageErrors(folder, () => writeFileDurably(join(folder, file), bytes));
  }
}

function tablesOf(world: World): Readonly<Record<string, readonly Row[]>> {
  const observations = world.observations.filter(({ photos }) => photos.some(isOpen));
  const observers = new Set(observations.map(({ observerId }) => observerId));
  return {
    observations: observationRows({ ...world, observations }),
    observations_projects: [
      ['observation_uuid', 'project_id'],
      ...observations.filter(isInProject).map(({ uuid }): Row => [uuid, 1]),
    ],
    observers: [
      ['observer_id', 'login', 'name'],
      ...world.observers
        .filter(({ id }) => observers.has(id))
        .map(({ id, login, name }): Row => [id, login, name?.trim()]),
    ],
    photos: photoRows({ ...world, observations }),
    projects: [
      ['project_id', 'title', 'slug'],
      [1, 'What "everyone" sees', 'what-everyone-sees'],
    ],
    taxa: [
      ['taxon_id', 'ancestry', 'rank_level', 'rank', 'name', 'active'],
      ...world.taxa.map(({ id, ancestry, rankLevel, rank, name, isActive }): Row => {
        return [id, ancestry.join('/'), rankLevel, rank, name, String(isActive)];
      }),
    ],
  };
}

const observationColumns = [
  'observation_uuid',
  'observer_id',
  'latitude',
  'longitude',
  'positional_accuracy',
  'taxon_id',
  'quality_grade',
  'observed_on',
  'anomaly_score',
];

function observationRows({ observations }: World): readonly Row[] {
  const rows = observations.map((observation): Row => {
    const { id, uuid, observerId, latitude, longitude, taxonId } = observation;
    return [
      uuid,
      observerId,
      latitude?.toFixed(10),
      longitude?.toFixed(10),
      latitude === undefined ? undefined : 5 + (id % 90),
      taxonId,
      observation.qualityGrade,
      observation.observedOn,
      id % 4 === 0 ? (id % 100) / 100 : undefined,
    ];
  });
  return [observationColumns, ...rows];
}

const photoColumns = [
  'photo_uuid',
  'photo_id',
  'observation_uuid',
  'observer_id',
  'extension',
  'license',
  'width',
  'height',
  'position',
];

/** Positions count the open photos of an observation alone. */
function photoRows({ observations }: World): readonly Row[] {
  const rows = observations.flatMap(({ uuid, observerId, photos }) =>
    photos.filter(isOpen).map(({ id, uuid: own, extension, licence, width, height }, i): Row => {
      return [own, id, uuid, observerId, extension, licence?.toUpperCase(), width, height, i];
    }),
  );
  return [photoColumns, ...rows];
}

function isOpen({ licence }: WorldPhoto): boolean {
  return licence !== undefined;
}

function isInProject({ id }: { readonly id: number }): boolean {
  return id % 5 === 0;
}
