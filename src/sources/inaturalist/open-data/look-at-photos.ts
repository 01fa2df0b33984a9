import type { LookAtPhotos, PhotoToday, TakenPhoto } from '../photo-today.ts';
import { type FoundPhoto, findPhotos } from './find-photos.ts';
import type { OpenDataSource } from './open-data.ts';

/** What a snapshot says of photos. It holds no photo that is not openly licensed. */
export function lookInOpenData(source: OpenDataSource): LookAtPhotos {
  return async function* (taken, ranks) {
    const answers = findPhotos(source, idsOf(taken()), { ranks });
    // All ids are read before the first answer, so that photos are gone through twice, not at once.
    let next = await answers.next();
    for await (const one of taken()) {
      yield { taken: one, today: todayOf(one, next.value as FoundPhoto) };
      next = await answers.next();
    }
  };
}

async function* idsOf(taken: AsyncIterable<TakenPhoto>): AsyncGenerator<number> {
  for await (const { photoId } of taken) yield photoId;
}

function todayOf({ observation }: TakenPhoto, { found }: FoundPhoto): PhotoToday {
  if (found === undefined) {
    const detail = 'Not in the open data: deleted, hidden or not openly licensed any more';
    return { kind: 'gone', detail };
  }
  const { photo, licence, licenceText, taxon } = found;
  const places = [photo.observation, ...(photo.alsoIn ?? [])];
  if (!places.includes(observation)) {
    const detail = `Photo is in observation ${places.join(', ')}, not in ${observation} any more`;
    return { kind: 'gone', detail };
  }
  return { kind: 'there', licence, licenceText, taxon, species: taxon?.species };
}
