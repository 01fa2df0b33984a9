import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { readCandidates } from '../../src/audit/index.ts';
import { candidatesIn, openDataTaxa, told, writeInput } from '../support/audit-input.ts';
import { temporaryFolder } from '../support/folders.ts';

test('readCandidates() reads a name or a wnid from each line of a text', async (t) => {
  const text = '# fish\nn01440764 tench, Tinca tinca\nn01443537\n\n  goldfish \ngoldfish\n';
  const list = await readCandidates(writeInput(t, 'fish.txt', text));
  t.is(list.format, 'list of wnids');
  t.deepEqual(list.columns, { wnid: 'first word of a line' });
  t.deepEqual(candidatesIn(list).map(told), [
    { id: 'goldfish', name: 'goldfish', isTaxon: false },
    { id: 'n01440764', name: 'tench', wnid: 'n01440764', isTaxon: false },
    { id: 'n01443537', name: 'n01443537', wnid: 'n01443537', isTaxon: false },
  ]);
});

test('readCandidates() takes a number at the end of every line for an index', async (t) => {
  const list = await readCandidates(writeInput(t, 'places.txt', '/a/airfield 0\n/b/bar 1\n'));
  t.deepEqual(list.columns, { name: 'line', index: 'last word of a line' });
  t.deepEqual(
    candidatesIn(list).map(({ name }) => name),
    ['/a/airfield', '/b/bar'],
  );
  const one = await readCandidates(writeInput(t, 'one.txt', 'Boeing 747\nkite\n'));
  t.is(one.at(0).name, 'Boeing 747');
});

const marks: readonly (readonly [title: string, text: string])[] = [
  ['LF', 'wnid,words\nn01440764,tench\nn01443537,"goldfish, Carassius"\n'],
  ['CRLF', 'wnid,words\r\nn01440764,tench\r\nn01443537,"goldfish, Carassius"\r\n'],
  ['a byte order mark', '\ufeffwnid,words\nn01440764,tench\nn01443537,"goldfish, Carassius"'],
  ['empty lines', 'wnid,words\n\nn01440764,tench\n\nn01443537,"goldfish, Carassius"\n\n'],
];
for (const [title, text] of marks) {
  test(`readCandidates() reads a CSV with ${title}`, async (t) => {
    const list = await readCandidates(writeInput(t, 'fish.csv', text));
    t.is(list.format, 'table of wnids');
    t.deepEqual(list.columns, { name: 'words', wnid: 'wnid' });
    t.deepEqual(candidatesIn(list).map(told), [
      { id: 'n01440764', name: 'tench', wnid: 'n01440764', isTaxon: false },
      { id: 'n01443537', name: 'goldfish, Carassius', wnid: 'n01443537', isTaxon: false },
    ]);
  });
}

test('readCandidates() reads a TSV without quoting', async (t) => {
  const list = await readCandidates(writeInput(t, 'taxa.tsv', 'label\tx\nso-called "dog"\t1\n'));
  t.is(list.at(0).name, 'so-called "dog"');
});

test('readCandidates() reads the column that is chosen, whatever its case', async (t) => {
  const path = writeInput(t, 'mixed.csv', 'name,Tier,code\nfoo,tench,n01440764\n');
  t.is((await readCandidates(path)).at(0).name, 'foo');
  const chosen = await readCandidates(path, { column: 'tier' });
  t.is(chosen.at(0).name, 'tench');
  t.is(chosen.columns.name, 'Tier');
  t.is((await readCandidates(path, { column: 'code' })).at(0).wnid as string, 'n01440764');
});

test('readCandidates() reads a web export of iNaturalist, one candidate a taxon', async (t) => {
  const text = `id,species_guess,scientific_name,common_name,iconic_taxon_name,taxon_id
900,Fly agaric,Amanita muscaria,Fly Agaric,Fungi,48715
901,,Amanita muscaria,Fly Agaric,Fungi,48715
902,Something,,,,
903,Birds,Aves,Birds,Aves,3
`;
  const list = await readCandidates(writeInput(t, 'observations.csv', text));
  t.is(list.format, 'iNaturalist observations');
  t.deepEqual(candidatesIn(list).map(told), [
    {
      id: '3',
      name: 'Aves',
      vernaculars: [{ name: 'Birds', source: 'common name' }],
      isTaxon: true,
    },
    {
      id: '48715',
      name: 'Amanita muscaria',
      vernaculars: [{ name: 'Fly Agaric', source: 'common name' }],
      isTaxon: true,
      above: ['Fungi'],
    },
  ]);
  t.deepEqual(list.leftOut, [{ where: 'line 4', reason: 'No name in the row' }]);
});

const wolves = openDataTaxa([
  [42044, '1/2', 20, 'genus', 'Canis', 'true'],
  [42048, '1/2/42044', 10, 'species', 'Canis lupus', 'true'],
  [2, '1', 50, 'class', 'Mammalia', 'true'],
  [99, '1/2/42044', 10, 'species', 'Canis vetus', 'false'],
]);
const wolf = {
  id: '42048',
  name: 'Canis lupus',
  rank: 'species',
  isTaxon: true,
  above: ['genus Canis', 'class Mammalia'],
};

for (const [title, name, bytes] of [
  ['open data', 'taxa.csv', Buffer.from(wolves)],
  ['open data with CRLF', 'taxa.csv', Buffer.from(wolves.replaceAll('\n', '\r\n'))],
  ['packed open data', 'taxa.csv.gz', gzipSync(wolves)],
] as const) {
  test(`readCandidates() reads taxa of ${title}, siblings together`, async (t) => {
    const path = writeInput(t, name, bytes);
    for (const from of [path, dirname(path)]) {
      const list = await readCandidates(from);
      t.is(list.format, 'iNaturalist open data taxa');
      const found = candidatesIn(list).map(told);
      t.deepEqual(
        found.map(({ id }) => id),
        ['2', '42044', '42048'],
      );
      t.deepEqual(found[2], wolf);
      t.deepEqual(list.leftOut, [{ where: '1 rows', reason: 'Taxon that is not active any more' }]);
      t.true(list.has('2'));
      t.false(list.has('99'), 'not active');
      t.false(list.has('1'), 'not in the table');
    }
  });
}

test('readCandidates() reads a Darwin Core archive with the common names beside it', async (t) => {
  const taxa = `id,taxonID,parentNameUsageID,kingdom,order,scientificName,taxonRank
1,https://x.test/taxa/1,https://x.test/taxa/48460,Animalia,,Animalia,kingdom
7,https://x.test/taxa/7,https://x.test/taxa/1,Animalia,Gruiformes,Aramus guarauna,species
`;
  const folder = temporaryFolder(t);
  const path = writeInput(t, 'taxa.csv', taxa, folder);
  const names = 'id,vernacularName,language\n7,Limpkin,en\n7,Carrao,\n';
  writeInput(t, 'VernacularNames-english.csv', names, folder);
  const list = await readCandidates(path);
  t.is(list.format, 'table of taxa with parents');
  const limpkin = candidatesIn(list).find(({ name }) => name === 'Aramus guarauna');
  t.deepEqual(limpkin?.vernaculars, [
    { name: 'Limpkin', source: 'en' },
    { name: 'Carrao', source: 'common name' },
  ]);
  t.is(limpkin?.rank, 'species');
  t.is(limpkin?.parent?.name, 'Animalia');
});

test('readCandidates() follows the ids of parents, and names of ranks', async (t) => {
  const text = 'id,parent_id,name,rank\n1,,Animalia,Kingdom\n5,1,Canis,genus\n8,5,Canis lupus,\n';
  const list = await readCandidates(writeInput(t, 'taxonomy.csv', text));
  t.deepEqual(candidatesIn(list).map(told)[2], {
    id: '8',
    name: 'Canis lupus',
    isTaxon: true,
    above: ['genus Canis', 'kingdom Animalia'],
  });
  const flat = 'kingdom,class,order,genus,species\nAnimalia,Aves,Gruiformes,Grus,Grus grus\n';
  t.deepEqual(told((await readCandidates(writeInput(t, 'flat.csv', flat))).at(0)), {
    id: 'Grus grus',
    name: 'Grus grus',
    isTaxon: true,
    above: ['genus Grus', 'order Gruiformes', 'class Aves', 'kingdom Animalia'],
  });
});

const frog = {
  id: 24230,
  name: 'Lithobates catesbeianus',
  rank: 'species',
  iconic_taxon_name: 'Amphibia',
  preferred_common_name: 'American Bullfrog',
};
const readFrog = {
  id: '24230',
  name: 'Lithobates catesbeianus',
  rank: 'species',
  vernaculars: [{ name: 'American Bullfrog', source: 'common name' }],
  isTaxon: true,
  above: ['Amphibia'],
};

for (const [title, value] of [
  ['taxa', { total_results: 1, results: [frog] }],
  ['observations (v1)', { results: [{ id: 1, taxon: frog }] }],
  ['species counts', { results: [{ count: 4, taxon: frog }] }],
  ['search', { results: [{ type: 'Taxon', record: frog }] }],
  ['one taxon', frog],
  ['a bare array', [frog]],
] as const) {
  test(`readCandidates() reads an API answer: ${title}`, async (t) => {
    const list = await readCandidates(writeInput(t, 'answer.json', JSON.stringify(value)));
    t.is(list.format, 'iNaturalist API answer');
    t.deepEqual(candidatesIn(list).map(told), [readFrog]);
  });
}

test('readCandidates() takes old names of an API answer for synonyms', async (t) => {
  const value = {
    results: [
      {
        ...frog,
        names: [
          { name: 'Rana catesbeiana', is_valid: false, lexicon: 'Scientific Names' },
          { name: 'Lithobates catesbeianus', is_valid: true, locale: 'sci' },
          { name: 'Ouaouaron', locale: 'fr' },
        ],
        ancestors: [{ id: 1, name: 'Animalia', rank: 'kingdom' }],
      },
      {
        id: 9,
        name: 'Rana catesbyana',
        rank: 'species',
        is_active: false,
        current_synonymous_taxon_ids: [24230],
      },
      { id: 10, user: { login: 'x' } },
    ],
  };
  const list = await readCandidates(writeInput(t, 'answer.json', JSON.stringify(value)));
  t.deepEqual(candidatesIn(list).map(told), [
    {
      ...readFrog,
      synonyms: [
        { name: 'Rana catesbeiana', source: 'invalid name' },
        { name: 'Rana catesbyana', source: 'inactive taxon 9' },
      ],
      above: ['kingdom Animalia'],
    },
  ]);
  t.deepEqual(list.leftOut, [
    { where: 'taxon 9', reason: 'Inactive taxon, its name counted to the taxon it is now' },
    { where: '1 entries', reason: 'No taxon in the entry' },
  ]);
});

test('readCandidates() reads a JSON array of names, wnids and objects', async (t) => {
  const value = ['tench', 'n01443537', { name: 'wolf', wnid: 'n02114100' }, { login: 'x' }, 7];
  const list = await readCandidates(writeInput(t, 'names.json', JSON.stringify(value)));
  t.is(list.format, 'JSON list');
  t.deepEqual(candidatesIn(list).map(told), [
    { id: 'n01443537', name: 'n01443537', wnid: 'n01443537', isTaxon: false },
    { id: 'n02114100', name: 'wolf', wnid: 'n02114100', isTaxon: false },
    { id: 'tench', name: 'tench', isTaxon: false },
  ]);
  t.deepEqual(list.leftOut, [
    { where: 'entry 4', reason: 'No name in the entry (an entry of type number)' },
    { where: 'entry 3', reason: 'No name in the entry (fields login, ...)' },
  ]);
});

test('readCandidates() reads folders of classes, with or without groups', async (t) => {
  const folder = temporaryFolder(t);
  for (const path of [
    'species/fungi/000_amanita_muscaria',
    'species/birds/grus_grus',
    'n01440764',
  ]) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  const list = await readCandidates(folder);
  t.is(list.format, 'folder of class folders');
  t.deepEqual(candidatesIn(list).map(told), [
    { id: 'n01440764', name: 'n01440764', wnid: 'n01440764', isTaxon: false },
    {
      id: 'species/birds/grus_grus',
      name: 'grus grus',
      isTaxon: false,
      above: ['birds', 'species'],
    },
    {
      id: 'species/fungi/000_amanita_muscaria',
      name: 'amanita muscaria',
      isTaxon: false,
      above: ['fungi', 'species'],
    },
  ]);
});

test('readCandidates() reads images named by their species, and names the others', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['Grus_grus.jpg', 'IMG.jpg', 'CREDITS.tsv']) writeInput(t, name, '', folder);
  const list = await readCandidates(folder);
  t.is(list.format, 'folder of named images');
  t.deepEqual(candidatesIn(list).map(told), [
    { id: 'Grus_grus.jpg', name: 'Grus grus', isTaxon: true },
  ]);
  t.deepEqual(list.leftOut, [
    { where: 'CREDITS.tsv', reason: 'Not an image by its name' },
    { where: 'IMG.jpg', reason: 'Not named by a species' },
  ]);
});

test('readCandidates() reads a class set by its name and from a file', async (t) => {
  const list = await readCandidates('voc');
  t.is(list.format, 'class set');
  t.is(list.size, 20);
  t.is(list.at(0).name, 'aeroplane');
  const file = await readCandidates('manifests/class-sets/voc.json');
  t.deepEqual(candidatesIn(file), candidatesIn(list));
});

test('readCandidates() reads the structure of ImageNet, each synset once', async (t) => {
  const xml = `<ImageNetStructure><releaseData>fall2011</releaseData>
<synset wnid="fall11" words="ImageNet 2011 Fall Release" gloss="x">
<synset wnid="n01440764" words="tench, Tinca tinca" gloss="x"/>
<synset wnid="n02512053" words="fish" gloss="x"><synset wnid="n01440764" words="tench, Tinca tinca" gloss="x"/></synset>
</synset></ImageNetStructure>`;
  const list = await readCandidates(writeInput(t, 'structure_released.xml', xml));
  t.is(list.format, 'ImageNet structure, fall2011');
  t.deepEqual(candidatesIn(list).map(told), [
    { id: 'n01440764', name: 'tench', wnid: 'n01440764', isTaxon: false },
    { id: 'n02512053', name: 'fish', wnid: 'n02512053', isTaxon: false },
  ]);
});
