import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../src/errors.ts';
import { parseGateManifest } from '../../src/gate/index.ts';
import {
  namesText,
  offsetOf,
  parseClaimSet,
  parseClaims,
  parseClassSet,
  parsePinnedSource,
  parseProtocol,
  parseRecipe,
  printableName,
  printedNumber,
  unsafePathReason,
  wnidOf,
  wnidSchema,
  worstOf,
} from '../../src/records/index.ts';

const manifests = new URL('../../manifests/', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, manifests), 'utf8'));

const parsers = {
  'class-sets': parseClassSet,
  datasets: parseRecipe,
  claims: parseClaims,
  gates: parseGateManifest,
  protocols: parseProtocol,
  sources: parsePinnedSource,
};

for (const [kind, parse] of Object.entries(parsers)) {
  test(`every manifest of ${kind} is valid and named like its file`, (t) => {
    for (const file of readdirSync(new URL(`${kind}/`, manifests))) {
      const content = parse(read(`${kind}/${file}`), file);
      const name = nameOf(content);
      t.is(`${name}.json`, file);
    }
  });
}

function nameOf(content: object): string {
  const named = content as Readonly<Record<string, string>>;
  return named.gate ?? named.table ?? named.dataset ?? named.name ?? '';
}

const recipe = read('datasets/bdd-anomaly-clip-safe.json');
const badRecipes: readonly (readonly [change: object, sentence: RegExp])[] = [
  [{ schema: 2 }, /r\.json at schema/],
  [{ name: 'Not A Name' }, /Not a name of lower-case words.*"Not A Name".*at name/],
  [{ version: '1' }, /at version/],
  [{ colour: 'blue' }, /colour/],
  [{ splits: { ...recipe.splits, fromPixels: 0 } }, /at splits\.fromPixels/],
  [
    {
      splits: {
        ...recipe.splits,
        sharedClips: { kind: 'leave-out', precedence: ['test', 'train'] },
      },
    },
    /Split missing.*"validation"/,
  ],
  [{ splits: { kind: 'all' } }, /at splits\.split/],
  [{ splits: { ...recipe.splits, kind: undefined } }, /at splits/],
  [{ licence: { ...recipe.licence, url: 'nowhere' } }, /at licence\.url/],
];

for (const [i, [change, sentence]] of badRecipes.entries()) {
  test(`parseRecipe() refuses a wrong ${Object.keys(change)[0]} (${i})`, (t) => {
    t.throws(() => parseRecipe({ ...recipe, ...change }, 'r.json'), {
      instanceOf: InvalidInput,
      message: sentence,
    });
  });
}

test('parseClassSet() refuses a class named twice, and a void that is a class', (t) => {
  const set = read('class-sets/bdd100k.json');
  t.throws(() => parseClassSet({ ...set, members: [{ name: 'a' }, { name: 'a' }] }, 's'), {
    message: /named twice/,
  });
  t.throws(() => parseClassSet({ ...set, voidValue: 18 }, 's'), {
    message: /Void value is a class/,
  });
});

test('parseClaimSet() refuses a number that is not printed like one', (t) => {
  const set = read('claims/bdd-anomaly.json');
  t.throws(() => parseClaimSet({ ...set, claims: [{ ...set.claims[0], printed: 'many' }] }, 'c'), {
    message: /"many".*claims\[0\]\.printed/,
  });
});

test('printedNumber() reads thousands and decimals', (t) => {
  t.deepEqual(printedNumber('10,229'), { value: 10229, decimals: 0 });
  t.deepEqual(printedNumber('0.83'), { value: 0.83, decimals: 2 });
});

test('unsafePathReason() lets no path leave its folder', (t) => {
  for (const path of [
    '',
    '/a',
    '../a',
    'a/../b',
    'a//b',
    './a',
    'a\nb',
    'C:/a',
    'a\\b',
    'x'.repeat(256),
  ]) {
    t.not(unsafePathReason(path), undefined, path);
  }
  t.is(unsafePathReason('images/train/a..b.png'), undefined);
});

test('printableName() gives one line for any name', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) =>
      t.false(['\n', '\r', '\u001b'].some((character) => printableName(name).includes(character))),
    ),
  );
});

test('namesText() names twenty, and counts the others', (t) => {
  const names = Array.from({ length: 23 }, (_, i) => `n${i}`);
  t.is(namesText(names.slice(0, 2)), 'n0, n1');
  t.is(namesText(names.slice(0, 20)), names.slice(0, 20).join(', '));
  t.regex(namesText(names), / n19 and 3 more$/);
});

test('worstOf() lets a fail outweigh the unknown, and the unknown a pass', (t) => {
  t.is(worstOf([]), 'pass');
  t.is(worstOf(['pass', 'unknown']), 'unknown');
  t.is(worstOf(['unknown', 'fail', 'pass']), 'fail');
});

test('wnidOf() writes the offset that offsetOf() reads', (t) => {
  t.is(String(wnidOf(2069412)), 'n02069412');
  t.is(offsetOf(wnidSchema.parse('n02069412')), 2069412);
  t.throws(() => wnidOf(123456789));
});
