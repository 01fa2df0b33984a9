import { hashBytes, type IngestedPhoto } from '../../src/io/index.ts';
import type { GroupQuery } from '../../src/records/index.ts';
import type {
  PhotoCandidate,
  PhotoSource,
  SpeciesPhotos,
  SpeciesTaxon,
} from '../../src/sources/index.ts';

/** A group of fungi that takes up to three images of up to two species. */
export function groupOf(changes: Partial<GroupQuery> = {}): GroupQuery {
  return {
    group: 'Fungi',
    roots: [{ id: 47170, name: 'Fungi' }],
    without: [],
    ranks: ['species'],
    qualityGrades: ['research'],
    licences: ['cc-by'],
    leastImages: 2,
    mostImages: 3,
    mostSpecies: 2,
    mostOfObservation: 1,
    mostOfObserver: 2,
    seed: 'a',
    ...changes,
  };
}

export function taxonOf(id: number, name = `Genus species${id}`): SpeciesTaxon {
  const ancestors = [{ id: 47170, name: 'Fungi', rank: 'kingdom' }];
  return { id, name, rank: 'species', ancestors, synonyms: [] };
}

/** A photo of an observation and an observer of its own. */
export function photoOf(photoId: number, changes: Partial<PhotoCandidate> = {}): PhotoCandidate {
  return {
    photoId,
    extension: 'jpg',
    observation: `observation-${photoId}`,
    position: 0,
    observer: `observer-${photoId}`,
    creator: `Observer ${photoId}`,
    licence: 'cc-by',
    ...changes,
  };
}

/** A source that holds just these species, in this order, and counts what it is asked for. */
export function sourceOf(
  species: readonly { readonly taxon: SpeciesTaxon; readonly photos: readonly PhotoCandidate[] }[],
): PhotoSource & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    way: 'made-up',
    layout: 'made up',
    cost: { requests: 0, bytes: 0 },
    leftOut: [],
    asked,
    async *species() {
      for (const { taxon } of species) yield taxon;
    },
    async *photos(wanted): AsyncGenerator<SpeciesPhotos> {
      for (const { id } of wanted) {
        asked.push(id);
        const photos = species.find(({ taxon }) => taxon.id === id)?.photos ?? [];
        yield { taxonId: id, photos };
      }
    },
    async close() {},
  };
}

/** Takes any bytes for an image, whose pixels they are. */
export async function ingestAsIs(bytes: Uint8Array): Promise<IngestedPhoto> {
  const sha256 = hashBytes(bytes);
  const perceptualHash = '0'.repeat(16);
  const image = {
    width: 1,
    height: 1,
    format: 'jpeg',
    pixelSha256: sha256,
    perceptualHash,
  } as const;
  return { ...image, bytes, sha256, receivedSha256: sha256, trailingBytes: 0 };
}
