import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { DamagedFile } from '../../../src/errors.ts';
import {
  pixelKindsOf,
  prepareBatch,
  tensorOf,
} from '../../../src/evaluation/scorer/prepare-batch.ts';
import type { MaskPlace, Subject } from '../../../src/evaluation/subjects/subject.ts';
import { hashBytes } from '../../../src/io/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { streetSubject } from '../../support/street-photos.ts';
import { colourPhoto, photoSubject, tinyInput } from '../../support/tiny-evaluation.ts';

const context = { input: tinyInput, channels: { first: 0, count: 3 } };

function prepared(...subjects: readonly Subject[]) {
  return prepareBatch({ shard: 3, first: 2, subjects }, context);
}

/** The subject with other bytes in the place of its photo or mask, frozen so. */
function withBytes(subject: Subject, of: 'image' | 'mask', bytes: Uint8Array): Subject {
  const place = subject[of] as MaskPlace;
  writeFileSync(join(place.root, place.path), bytes);
  return { ...subject, [of]: { ...place, sha256: hashBytes(bytes) } };
}

test('prepareBatch() lays photos and the truth of their masks one after another', async (t) => {
  const root = temporaryFolder(t);
  const [a, b] = [streetSubject(root, 0), streetSubject(root, 1)];
  const both = await prepared(a, b);
  t.like(both, { shard: 3, first: 2, ids: [a.id, b.id], dims: [2, 3, 32, 32], type: 'float32' });
  const apart = [await prepared(a), await prepared(b)];
  t.deepEqual(
    [...tensorOf(both).data],
    apart.flatMap((one) => [...(tensorOf(one).data as Float32Array)]),
  );
  t.deepEqual(
    [...(both.truth ?? [])],
    apart.flatMap(({ truth }) => [...(truth ?? [])]),
  );
  const kinds = pixelKindsOf(a.mask as MaskPlace, a.id);
  t.deepEqual([...new Set(kinds)].sort(), [0, 1, 2]);
  t.true(kinds.every((kind, i) => (kind === 0) === (apart[0]?.truth?.[i] ?? 255) < 3));
});

test('prepareBatch() takes what changed since the release was frozen for damaged', async (t) => {
  const root = temporaryFolder(t);
  const refused = (subject: Subject, message: RegExp) =>
    t.throwsAsync(prepared(subject), { instanceOf: DamagedFile, message });
  for (const what of ['image', 'mask'] as const) {
    const subject = streetSubject(root, 4);
    const { path } = subject[what] as MaskPlace;
    writeFileSync(join(root, path), colourPhoto([1, 2, 3]));
    await refused(subject, /^File of test\/strange-4 is not the one that was frozen: /);
    rmSync(join(root, path));
    await refused(subject, /^File of test\/strange-4 is gone: /);
  }
});

test('prepareBatch() never skips what does not decode', async (t) => {
  const root = temporaryFolder(t);
  const refused = (subject: Subject, message: RegExp) =>
    t.throwsAsync(prepared(subject), { instanceOf: DamagedFile, message });
  const cut = colourPhoto([1, 2, 3]).subarray(0, 60);
  await refused(
    withBytes(streetSubject(root, 4), 'image', cut),
    /^Image test\/strange-4 is of a frozen release and does not decode: /,
  );
  await refused(
    withBytes(streetSubject(root, 4), 'mask', cut),
    /^Mask of test\/strange-4 is of a frozen release and does not decode: /,
  );
  await refused(
    withBytes(streetSubject(root, 4), 'mask', colourPhoto([1, 2, 3])),
    /^Mask is a colour image: masks/,
  );
  const small = streetSubject(root, 4);
  await refused(
    { ...small, mask: { ...(small.mask as MaskPlace), width: 16 } },
    /^Mask is 32x32 where 16x32 was frozen: masks/,
  );
});

test('prepareBatch() refuses photos of several sizes in one batch', async (t) => {
  const root = temporaryFolder(t);
  const small = photoSubject(root, 'small', { bytes: colourPhoto([1, 2, 3]) });
  const large = photoSubject(root, 'large', { bytes: colourPhoto([1, 2, 3], 12) });
  await t.throwsAsync(prepared(small, large), {
    instanceOf: DamagedFile,
    message: /give --batch 1: large$/,
  });
});
