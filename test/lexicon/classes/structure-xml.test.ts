import test from 'ava';
import fc from 'fast-check';
import { InvalidInput } from '../../../src/errors.ts';
import { readStructure } from '../../../src/lexicon/index.ts';

const where = 'structure_released.xml';

/** A file with these elements below its root, which begin on line 4. */
function structure(below: string, before = ''): string {
  return `${before}<ImageNetStructure>
<releaseData>fall2011</releaseData>
<synset wnid="fall11" words="ImageNet 2011 Fall Release" gloss="ImageNet 2011 Fall Release." >
${below}
</synset>
</ImageNetStructure>
`;
}

function synset(wnid: string, words: string, below = ''): string {
  return `<synset wnid="${wnid}" words="${words}" gloss="gloss of ${wnid}" >\n${below}</synset>\n`;
}

test('readStructure() reads release, words, glosses and parents, and leaves the root out', async (t) => {
  const oak = synset('n12268246', 'oak, oak tree');
  const xml = structure(synset('n00017222', 'plant, flora, plant life', oak));
  t.deepEqual(await readStructure(xml, where), {
    release: 'fall2011',
    synsets: [
      {
        wnid: 'n00017222',
        words: ['plant', 'flora', 'plant life'],
        gloss: 'gloss of n00017222',
        parents: [],
      },
      {
        wnid: 'n12268246',
        words: ['oak', 'oak tree'],
        gloss: 'gloss of n12268246',
        parents: ['n00017222'],
      },
    ] as never,
  });
});

test('readStructure() gives a synset that stands twice once, with both its parents', async (t) => {
  // As n07832902 does in the real file, with all that is below it.
  const dressing = synset('n07832902', 'dressing', synset('n07842044', 'mayonnaise'));
  const xml = structure(
    synset('n07809096', 'flavorer', dressing) +
      synset('n07829412', 'sauce', dressing + synset('n07842044', 'mayonnaise')),
  );
  const { synsets } = await readStructure(xml, where);
  t.deepEqual(
    synsets.map(({ wnid, parents }) => [wnid, ...parents].join(' ')),
    ['n07809096', 'n07832902 n07809096 n07829412', 'n07842044 n07832902 n07829412', 'n07829412'],
  );
});

test('readStructure() counts a parent that is repeated once', async (t) => {
  const twice = synset('n12268246', 'oak') + synset('n12268246', 'oak');
  const { synsets } = await readStructure(structure(synset('n00017222', 'plant', twice)), where);
  t.deepEqual(synsets[1]?.parents.map(String), ['n00017222']);
});

test('readStructure() reads glosses in single quotes with double quotes and > in them', async (t) => {
  const xml = structure(
    `<synset wnid="n01383896" words="phytoplankton" gloss='the "plants" of a sea > a pond' />`,
  );
  const { synsets } = await readStructure(xml, where);
  t.is(synsets[0]?.gloss, 'the "plants" of a sea > a pond');
});

test('readStructure() refuses a synset that is described in two ways', async (t) => {
  const xml = structure(synset('n12268246', 'oak') + synset('n12268246', 'oak tree'));
  await t.throwsAsync(readStructure(xml, where), {
    instanceOf: InvalidInput,
    message: 'Synset n12268246 described in two ways: structure_released.xml',
  });
});

for (const wnid of ['fall11', 'n1226824', 'n122682460', 'N12268246', '', 'v12268246']) {
  test(`readStructure() refuses "${wnid}" for a wnid`, async (t) => {
    await t.throwsAsync(readStructure(structure(synset(wnid, 'oak')), where), {
      instanceOf: InvalidInput,
      message: `Not a wnid of n and eight digits "${wnid}": structure_released.xml`,
    });
  });
}

const declarations: readonly (readonly [title: string, xml: string, line: number])[] = [
  ['a document type', structure('', '<?xml version="1.0"?>\n<!DOCTYPE x>\n'), 2],
  [
    'entities that double',
    structure('', '<!DOCTYPE x [\n<!ENTITY a "aa">\n<!ENTITY b "&a;&a;">\n]>\n'),
    1,
  ],
  ['a file of the machine', structure('', '\n\n<!ENTITY a SYSTEM "file:///etc/hosts">\n'), 3],
  ['a document type in small letters', structure('', '<!doctype x>\n'), 1],
];

for (const [title, xml, line] of declarations) {
  test(`readStructure() refuses ${title} with its line`, async (t) => {
    await t.throwsAsync(readStructure(xml, where), {
      instanceOf: InvalidInput,
      message: `Document types and entities are not read: structure_released.xml line ${line}`,
    });
  });
}

test('readStructure() refuses an entity that nobody declared', async (t) => {
  await t.throwsAsync(readStructure(structure(synset('n12268246', '&oak;')), where), {
    instanceOf: InvalidInput,
    message: /^Not XML, .*entity.* line \d+.*: structure_released\.xml$/i,
  });
});

test('readStructure() refuses nesting 100,000 deep before it is parsed', async (t) => {
  const deep = '<synset wnid="n12268246" words="oak" gloss="">\n'.repeat(100_000);
  const start = performance.now();
  await t.throwsAsync(readStructure(structure(deep), where), {
    instanceOf: InvalidInput,
    message: 'Elements nested more than 100 deep: structure_released.xml line 102',
  });
  t.true(performance.now() - start < 1000);
});

test('readStructure() refuses nesting that is deep with tags which are not closed', async (t) => {
  await t.throwsAsync(readStructure('<a '.repeat(100_000), where), { instanceOf: InvalidInput });
});

const noStructures: readonly (readonly [title: string, xml: string, message: RegExp])[] = [
  ['an empty file', '', /: structure_released\.xml/],
  ['text', 'n01440764\nn01443537\n', /^Not XML, .*: structure_released\.xml$/],
  ['JSON', '{"wnid": "n01440764"}', /^Not XML, .*: structure_released\.xml$/],
  ['another document', '<html><body/></html>', /: structure_released\.xml at ImageNetStructure$/],
  ['a file that is cut', structure(synset('n12268246', 'oak')).slice(0, -30), /^Not XML, /],
  [
    'a synset without words',
    structure('<synset wnid="n12268246" gloss="" />'),
    /structure_released\.xml at ImageNetStructure\.synset.*words$/,
  ],
  [
    'two roots',
    structure('').replace('</ImageNetStructure>', '<synset wnid="x" words="" gloss="" />$&'),
    /structure_released\.xml at ImageNetStructure\.synset/,
  ],
];

for (const [title, xml, message] of noStructures) {
  test(`readStructure() refuses ${title}`, async (t) => {
    await t.throwsAsync(readStructure(xml, where), { instanceOf: InvalidInput, message });
  });
}

test('readStructure() reads or refuses any text, and fails in no other way', async (t) => {
  const pieces = fc.constantFrom('<', '>', '/', '"', "'", ' ', 'synset', 'wnid=', '&', '<!--', 'n');
  const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => structure(parts.join('')));
  await fc.assert(
    fc.asyncProperty(texts, async (xml) => {
      await readStructure(xml, where).catch((error) => t.true(error instanceof InvalidInput));
    }),
    { numRuns: 300 },
  );
  t.pass();
});
