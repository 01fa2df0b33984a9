import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { type ClassMember, offsetOf, parseClassSet } from '../../src/records/index.ts';

const folder = new URL('../../manifests/class-sets/', import.meta.url);
const classSets = readdirSync(folder).map((file) =>
  parseClassSet(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file),
);
const nounFile = readFileSync(new URL(import.meta.resolve('wordnet/db/data.noun')));

interface Synset {
  readonly kind: string;
  readonly lemmas: readonly string[];
}

/** The synset at a byte offset; `undefined` where none begins. See wndb(5WN), "Data File Format". */
function synsetAt(offset: number): Synset | undefined {
  const line = nounFile.toString('latin1', offset, nounFile.indexOf('\n', offset));
  const [place, _file, kind = '', count = '', ...words] = line.split(' ');
  if (Number(place) !== offset || !/^\d{8}$/.test(place ?? '')) return undefined;
  const lemmas = Array.from({ length: Number.parseInt(count, 16) }, (_, i) => words[2 * i] ?? '');
  return { kind, lemmas: lemmas.map(folded) };
}

/** Case and the way of writing a space make no difference; number and spelling do. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function complaintOf({ name, synset, remark }: ClassMember): string | undefined {
  if (synset === undefined) return remark === undefined ? 'neither synset nor remark' : undefined;
  const found = synsetAt(offsetOf(synset));
  if (found?.kind !== 'n') return `${synset} is no noun synset of WordNet 3.0`;
  const isLemma = found.lemmas.includes(folded(name));
  return isLemma || remark !== undefined
    ? undefined
    : `no lemma of ${synset} (${found.lemmas.join(', ')}), and no remark says why`;
}

for (const { name, members } of classSets) {
  test(`class set ${name} binds each member to a synset, or says why not`, (t) => {
    const complaints = members.flatMap((member) => {
      const complaint = complaintOf(member);
      return complaint === undefined ? [] : [`${member.name}: ${complaint}`];
    });
    t.deepEqual(complaints, []);
  });
}

const member = (change: object) => complaintOf({ name: 'tench', ...change } as ClassMember);

test('the binding of a member is refused when it is wrong', (t) => {
  t.is(member({ synset: 'n01440764' }), undefined);
  t.is(member({ name: 'Tinca TINCA', synset: 'n01440764' }), undefined);
  t.is(member({}), 'neither synset nor remark');
  t.is(member({ remark: 'none' }), undefined);
  t.regex(member({ synset: 'n01440765' }) ?? '', /no noun synset/);
  t.regex(member({ synset: 'n99999999' }) ?? '', /no noun synset/);
  t.regex(member({ name: 'tenches', synset: 'n01440764' }) ?? '', /no lemma .*tench, tinca tinca/);
  t.is(member({ name: 'tenches', synset: 'n01440764', remark: 'plural' }), undefined);
});

const namesOf = (wanted: string) =>
  classSets.find(({ name }) => name === wanted)?.members.map(({ name }) => name) ?? [];

test('class sets have as many members as their datasets, in their order', (t) => {
  const expected: readonly (readonly [string, number, string, string])[] = [
    ['voc', 20, 'aeroplane', 'tvmonitor'],
    ['coco', 80, 'person', 'toothbrush'],
    ['bdd100k', 19, 'road', 'bicycle'],
    ['cityscapes', 19, 'road', 'bicycle'],
    ['streethazards', 14, 'unlabeled', 'anomaly'],
    ['species-groups', 7, 'Plants', 'Insects'],
  ];
  for (const [name, count, first, last] of expected) {
    const names = namesOf(name);
    t.deepEqual([names.length, names[0], names.at(-1)], [count, first, last], name);
  }
  t.deepEqual(namesOf('voc'), namesOf('voc').toSorted());
  t.deepEqual(namesOf('bdd100k'), namesOf('cityscapes'));
});

test('a name that several class sets share means the same in each', (t) => {
  const meanings = new Map<string, Set<string>>();
  for (const { name, synset } of classSets.flatMap(({ members }) => members)) {
    if (synset !== undefined) meanings.set(name, (meanings.get(name) ?? new Set()).add(synset));
  }
  const several = [...meanings].filter(([, synsets]) => synsets.size > 1).map(([name]) => name);
  // The car of StreetHazards is any vehicle, as its remark says.
  t.deepEqual(several, ['car']);
});
