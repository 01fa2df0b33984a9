import { type Fetcher, ingestPhoto, waitText } from '../../io/index.ts';
import type { INaturalistSource } from '../../records/index.ts';
import type { AcquireTools, FetchedPhoto } from './acquire-photo.ts';

export interface ServerTools {
  readonly fetcher: Fetcher;
  /** Address of the photos, without a slash at its end. */
  readonly photosUrl: string;
  readonly staging: string;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((text: string) => void) | undefined;
}

/** iNaturalist's originals have at most 2,048 pixels a side and some megabytes. */
const mostBytes = 32 << 20;
/** A photo of 1,024 pixels; what is held of the budget until the server says the size. */
const usualBytes = 300_000;

/** Photos of a server, read and written as a recipe says. */
export function acquireTools(
  { size, image }: INaturalistSource,
  { fetcher, photosUrl, staging, signal, onWait }: ServerTools,
): AcquireTools {
  return {
    size,
    staging,
    async fetch(path): Promise<FetchedPhoto> {
      const result = await fetcher.fetchBytes(`${photosUrl}/${path}`, {
        expects: 'image',
        mostBytes,
        expectedBytes: usualBytes,
        signal,
        onWait: (wait) => wait.ms >= longWaitMs && onWait?.(waitText(wait)),
      });
      if (result.kind === 'fetched') return result;
      const isRefused = result.kind === 'refused';
      const detail = isRefused ? result.detail : 'Nothing has changed, says the server unasked';
      const reason = isRefused ? result.reason : 'not-modified';
      return { kind: 'refused', reason: `fetch-${reason}`, detail };
    },
    ingest: (bytes) => ingestPhoto(bytes, image),
  };
}

/** Shorter waits are not worth a word. */
const longWaitMs = 5_000;
