import { sqlText } from '../../io/index.ts';
import {
  asSpeciesRecord,
  licenceCodes,
  licenceTexts,
  parseAs,
  type Recipe,
  speciesRecordSchema,
} from '../../records/index.ts';
import { changesText, drawnFrom } from '../drawn-from.ts';
import { fileColumns, fileRow, sourcedFile } from './file-columns.ts';
import type { RecordRow, RowForm } from './row-form.ts';

/** Rows of photos of species. */
export const speciesRows: RowForm = {
  columns: () => ({
    id: 'VARCHAR',
    split: 'VARCHAR',
    source_split: 'VARCHAR',
    class: 'VARCHAR',
    species: 'VARCHAR',
    taxon_id: 'BIGINT',
    folder: 'VARCHAR',
    ...fileColumns('image'),
    ...fileColumns('source_image'),
    width: 'INTEGER',
    height: 'INTEGER',
    format: 'VARCHAR',
    pixel_sha256: 'VARCHAR',
    perceptual_hash: 'VARCHAR',
    photo_id: 'BIGINT',
    observation: 'VARCHAR',
    observer: 'VARCHAR',
    creator: 'VARCHAR',
    licence: 'VARCHAR',
    observed_on: 'VARCHAR',
    latitude: 'DOUBLE',
    longitude: 'DOUBLE',
    country: 'VARCHAR',
    etag: 'VARCHAR',
  }),
  rowOf(any) {
    const { id, split, sourceSplit, image, truth } = asSpeciesRecord(any);
    const { taxon, photo } = truth;
    return {
      id,
      split,
      source_split: sourceSplit,
      class: truth.member,
      species: taxon.name,
      taxon_id: taxon.id,
      folder: taxon.folder,
      ...fileRow('image', image.placed),
      ...fileRow('source_image', image.source),
      width: truth.width,
      height: truth.height,
      format: truth.format,
      pixel_sha256: truth.pixelSha256,
      perceptual_hash: truth.perceptualHash,
      photo_id: photo.photoId,
      observation: photo.observation,
      observer: photo.observer,
      creator: photo.creator,
      licence: photo.licence,
      observed_on: photo.observedOn ?? null,
      latitude: photo.latitude ?? null,
      longitude: photo.longitude ?? null,
      country: photo.country ?? null,
      etag: photo.etag ?? null,
    };
  },
  recordOf(row, where) {
    const truth = {
      kind: 'species',
      member: row.class,
      taxon: { id: Number(row.taxon_id), name: row.species, folder: row.folder },
      width: row.width,
      height: row.height,
      format: row.format,
      pixelSha256: row.pixel_sha256,
      perceptualHash: row.perceptual_hash,
      photo: photoOf(row),
    };
    const { id, split, source_split: sourceSplit } = row;
    const record = { id, split, sourceSplit, image: sourcedFile(row, 'image'), truth };
    return parseAs(speciesRecordSchema, record, `${where} (record ${String(id)})`);
  },
  views: [],
  attributedFile: 'coalesce(image_path, source_image_path)',
  attribution: (recipe) => ({
    creator: 'creator',
    licence: caseOf((code) => licenceTexts[code].name),
    licence_url: caseOf((code) => licenceTexts[code].url),
    source_url: `${sqlText(`${site}/photos/`)} || photo_id`,
    observation_url: `${sqlText(`${site}/observations/`)} || observation`,
    changes: changesOf(recipe),
  }),
};

const site = 'https://www.inaturalist.org';

/** Creative Commons asks to say whether an image was changed: it was where its bytes are others. */
function changesOf(recipe: Recipe): string {
  const text = changesText(drawnFrom(recipe)?.image.resize);
  return `CASE WHEN coalesce(image_sha256, source_image_sha256) = source_image_sha256
    THEN 'none' ELSE ${sqlText(text)} END`;
}

function photoOf(row: RecordRow): Record<string, unknown> {
  const { observation, observer, creator, licence, latitude, longitude, country, etag } = row;
  const facts = { observedOn: row.observed_on, latitude, longitude, country, etag };
  const stated = Object.entries(facts).filter(([, value]) => value !== null);
  const photoId = Number(row.photo_id);
  return { photoId, observation, observer, creator, licence, ...Object.fromEntries(stated) };
}

/** SQL that turns a licence code into one of its texts. */
function caseOf(textOf: (code: (typeof licenceCodes)[number]) => string): string {
  const cases = licenceCodes.map((code) => `WHEN ${sqlText(code)} THEN ${sqlText(textOf(code))}`);
  return `CASE licence ${cases.join(' ')} END`;
}
