import test from 'ava';
import { RemoteFailure } from '../../../src/errors.ts';
import { expectPhotos } from '../../../src/rebuild/species/expect-photos.ts';

const rule = { mostFailedShare: 0.01, url: 'https://example.org' };

test('expectPhotos() takes as many failures as the recipe does', (t) => {
  for (const failed of [0, 1, 10]) {
    t.notThrows(() => expectPhotos({ photos: 1_000, failed, example: 'Status 503' }, rule));
  }
  t.notThrows(() => expectPhotos({ photos: 0, failed: 0, example: undefined }, rule));
  t.notThrows(() => {
    expectPhotos({ photos: 2, failed: 2, example: 'x' }, { ...rule, mostFailedShare: 1 });
  });
});

test('expectPhotos() says what to do where more failed', (t) => {
  const error = t.throws(
    () => expectPhotos({ photos: 1_000, failed: 11, example: 'Status 503: http' }, rule),
    {
      instanceOf: RemoteFailure,
      message:
        /^The server fails to give 11 of 1000 photos \(1\.1 %, above the 1 % of the recipe\), .* again later.*--accept-failures.*; Status 503: http$/,
    },
  );
  t.true(error.retryable);
});
