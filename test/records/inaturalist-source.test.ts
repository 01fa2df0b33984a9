import { readFileSync } from 'node:fs';
import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { parseINaturalistSource } from '../../src/records/index.ts';

const { source } = JSON.parse(
  readFileSync(new URL('../../manifests/datasets/species.json', import.meta.url), 'utf8'),
);

test('parseINaturalistSource() takes a share of photos that may fail, a hundredth unasked', (t) => {
  const { mostFailedShare: _, ...plain } = source;
  t.is(parseINaturalistSource(plain, 'a').mostFailedShare, 0.01);
  t.is(parseINaturalistSource({ ...plain, mostFailedShare: 0 }, 'a').mostFailedShare, 0);
  for (const mostFailedShare of [-0.1, 1.1, '1']) {
    t.throws(() => parseINaturalistSource({ ...plain, mostFailedShare }, 'a.json'), {
      instanceOf: InvalidInput,
      message: /mostFailedShare/,
    });
  }
});
