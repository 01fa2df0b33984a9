import { RemoteFailure } from '../../errors.ts';
import type { Acquisition } from './acquire-all.ts';

/**
 * A release does not change once it is frozen, so an outage of the server must not decide what is in
 * it.
 *
 * @throws {RemoteFailure} when a larger share of the photos than `mostFailedShare` is missing for
 *   reasons that may pass
 */
export function expectPhotos(
  { photos, failed, example = '' }: Acquisition,
  { mostFailedShare, url }: { readonly mostFailedShare: number; readonly url: string },
): void {
  if (failed === 0 || failed / photos <= mostFailedShare) return;
  const share = `${percent(failed / photos)}, above the ${percent(mostFailedShare)} of the recipe`;
  throw new RemoteFailure(
    `The server fails to give ${failed} of ${photos} photos (${share}), nothing is frozen: start the same build again later, it asks for these alone, or say --accept-failures to go without them; ${example}`,
    { url, retryable: true },
  );
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
