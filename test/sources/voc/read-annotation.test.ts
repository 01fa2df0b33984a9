import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { InvalidImage } from '../../../src/errors.ts';
import { parseClassSet } from '../../../src/records/index.ts';
import { readAnnotation } from '../../../src/sources/voc/read-annotation.ts';
import { vocXml } from '../../support/voc-source.ts';

const url = new URL('../../../manifests/class-sets/voc.json', import.meta.url);
const classSet = parseClassSet(JSON.parse(readFileSync(url, 'utf8')), 'voc');
const names = classSet.members.map(({ name }) => name);
const read = (xml: string) => readAnnotation(Buffer.from(xml), 'a', classSet);

test('readAnnotation() gives each class once, in order, and what is only difficult apart', async (t) => {
  const objects = [
    ['person'],
    ['dog', true],
    ['aeroplane'],
    ['person', true],
    ['cat', true],
  ] as const;
  t.deepEqual(await read(vocXml('a', objects)), {
    labels: { classes: [0, 14], difficult: [7, 11] },
    size: { width: 24, height: 18 },
  });
  t.deepEqual((await read(vocXml('a', []))).labels, { classes: [], difficult: [] });
  const bare = vocXml('a', [['dog']]).replace(/<difficult>.*<\/difficult>/, '');
  t.deepEqual((await read(bare)).labels, { classes: [11], difficult: [] });
});

test('readAnnotation() gives the sets that were written, whatever the order of the objects', async (t) => {
  const object = fc.tuple(fc.constantFrom(...names), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 12 }), async (objects) => {
      const { classes, difficult } = (await read(vocXml('a', objects))).labels;
      const shown = new Set(
        objects.filter(([, isDifficult]) => !isDifficult).map(([name]) => name),
      );
      const all = new Set(objects.map(([name]) => name));
      t.deepEqual(
        classes.map((index) => names[index]),
        names.filter((name) => shown.has(name)),
      );
      t.deepEqual(
        difficult.map((index) => names[index]),
        names.filter((name) => all.has(name) && !shown.has(name)),
      );
    }),
    { numRuns: 40 },
  );
});

const sound = vocXml('a', [['dog']]);
const bomb = `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(50)}"><!ENTITY c "&b;&b;&b;">]>${sound.replace('dog', '&c;')}`;
const refused: readonly (readonly [what: string, xml: string, reason: string, detail: RegExp])[] = [
  ['a bomb of entities', bomb, 'annotation-invalid', /Document types and entities are not read/],
  ['an unknown entity', sound.replace('dog', '&dog;'), 'annotation-invalid', /Not XML/],
  ['what breaks off', sound.slice(0, 200), 'annotation-invalid', /Not XML/],
  ['no XML', 'not found', 'annotation-invalid', /Not XML/],
  ['nothing', '', 'annotation-invalid', /./],
  [
    'deep nesting',
    sound.replace('dog', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`),
    'annotation-invalid',
    /nested more than 16/,
  ],
  ['another document', '<html><body/></html>', 'annotation-invalid', /annotation/],
  ['an object without name', sound.replace('<name>dog</name>', ''), 'annotation-invalid', /name/],
  [
    'two names',
    sound.replace('<name>dog</name>', '<name>dog</name><name>cat</name>'),
    'annotation-invalid',
    /name/,
  ],
  [
    'a size that is none',
    sound.replace('>24<', '>-24<'),
    'annotation-invalid',
    /Not a number of pixels/,
  ],
  [
    'a doubt of its own',
    sound.replace('<difficult>0', '<difficult>maybe'),
    'annotation-invalid',
    /difficult/,
  ],
  ['another image', vocXml('b', [['dog']]), 'annotation-of-another', /"b\.jpg"/],
  [
    'a class of another set',
    vocXml('a', [['unicorn']]),
    'annotation-class-unknown',
    /no class "unicorn"/,
  ],
];

for (const [what, xml, reason, detail] of refused) {
  test(`readAnnotation() refuses ${what}: ${reason}`, async (t) => {
    const error = await t.throwsAsync(read(xml), { instanceOf: InvalidImage });
    t.is(error.reason, reason);
    t.regex(error.message, detail);
  });
}
