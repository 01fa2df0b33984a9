/** What is read of each file, by name; a file may have more, in any order. */
export const neededColumns = {
  taxa: ['taxon_id', 'ancestry', 'rank', 'name', 'active'],
  observers: ['observer_id', 'login', 'name'],
  observations: [
    'observation_uuid',
    'observer_id',
    'latitude',
    'longitude',
    'taxon_id',
    'quality_grade',
    'observed_on',
  ],
  photos: [
    'photo_id',
    'observation_uuid',
    'observer_id',
    'extension',
    'license',
    'width',
    'height',
    'position',
  ],
} as const;

export type TableName = keyof typeof neededColumns;
export type ColumnsOf = readonly string[];
