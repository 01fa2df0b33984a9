import type {
  World,
  WorldObservation,
  WorldPhoto,
  WorldTaxon,
} from '../../src/sources/inaturalist-stand-in/world.ts';

const hostileName = '<script>document.body.remove()</script>"&\'';

const levels = {
  kingdom: 70,
  phylum: 60,
  genus: 20,
  complex: 11,
  species: 10,
  hybrid: 10,
  variety: 5,
};

/** A few fungi and a plant, made by hand: every turn that a page can take stands in it once. */
export const littleWorld: World = {
  taxa: [
    taxon(1, [], 'kingdom', 'Fungi'),
    taxon(2, [1], 'phylum', 'Basidiomycota'),
    taxon(3, [1, 2], 'genus', 'Amanita'),
    {
      ...taxon(4, [1, 2, 3], 'species', 'Amanita muscaria'),
      synonyms: ['Agaricus muscarius', 'Agaricus <i>imperialis</i>'],
      commonName: 'Fly agaric',
    },
    taxon(5, [1, 2, 3, 4], 'variety', 'Amanita muscaria guessowii'),
    taxon(6, [1, 2, 3], 'species', 'Amanita phalloides'),
    { ...taxon(7, [1, 2, 3], 'species', 'Amanita vetusta'), isActive: false },
    taxon(8, [1, 2, 3], 'species', 'Amanita nondum'), // seen by nobody
    taxon(9, [1, 2], 'genus', 'Boletus'),
    taxon(10, [1, 2, 9], 'complex', 'Complex Boletus edulis'),
    taxon(11, [1, 2, 9, 10], 'species', 'Boletus edulis'),
    taxon(12, [1, 2, 9], 'hybrid', 'Boletus × hybridus'),
    taxon(13, [1, 2], 'genus', 'Lactarius'),
    taxon(14, [1, 2, 13], 'species', 'Lactarius deliciosus'),
    taxon(20, [], 'kingdom', 'Plantae'),
    taxon(21, [20], 'species', 'Bellis perennis'),
  ],
  observers: [
    { id: 1, login: 'ada', name: 'Ada Example' },
    { id: 2, login: 'bert' },
    { id: 3, login: 'per%cent', name: hostileName },
  ],
  observations: [
    observation(100, 4, 1, {
      photos: [photo(1001, 'cc-by', 'JPG'), photo(1002), photo(1003, 'cc-by-nc', 'jpeg')],
      observedOn: '2024-05-03',
      latitude: -47.0000001,
      longitude: 0.00000005,
    }),
    observation(101, 5, 2, { photos: [photo(1011, 'cc0', 'png')], latitude: 0, longitude: 180 }),
    observation(102, 4, 3, { photos: [photo(1021, 'cc-by')], observedOn: '1999-12-31' }),
    observation(103, 4, 1, { photos: [photo(1031, 'cc-by')], qualityGrade: 'needs_id' }),
    observation(104, 4, 1, { photos: [] }),
    observation(105, 6, 2, { photos: [photo(1051, 'cc-by-nc-nd'), photo(1052)] }),
    observation(106, 7, 2, { photos: [photo(1061, 'cc-by')] }),
    // Enough of them that the page of their photos must be scrolled twice.
    ...Array.from({ length: 25 }, (_, i) =>
      observation(200 + i, 11, 1 + (i % 3), {
        photos: [photo(2000 + 2 * i, i % 2 ? 'cc-by' : 'cc0'), photo(2001 + 2 * i, 'cc-by')],
      }),
    ),
    observation(300, 12, 1, { photos: [photo(3001, 'cc-by')] }),
    observation(301, 14, 1, { photos: [photo(3011, 'pd', 'gif')] }),
    observation(302, 21, 1, { photos: [photo(3021, 'cc-by')] }),
  ],
};

function taxon(
  id: number,
  ancestry: readonly number[],
  rank: keyof typeof levels,
  name: string,
): WorldTaxon {
  return { id, ancestry, rank, rankLevel: levels[rank], name, isActive: true, synonyms: [] };
}

function photo(id: number, licence?: WorldPhoto['licence'], extension = 'jpg'): WorldPhoto {
  return { id, uuid: uuid('b', id), extension, licence, width: 640, height: 480 };
}

function observation(
  id: number,
  taxonId: number,
  observerId: number,
  rest: Partial<WorldObservation> & Pick<WorldObservation, 'photos'>,
): WorldObservation {
  const qualityGrade = 'research';
  return { id, uuid: uuid('a', id), taxonId, observerId, qualityGrade, ...rest };
}

function uuid(first: string, id: number): string {
  return `${first}0000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}
