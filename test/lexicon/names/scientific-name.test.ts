import test from 'ava';
import fc from 'fast-check';
import {
  capitalised,
  epithetStem,
  parseScientificName,
} from '../../../src/lexicon/names/scientific-name.ts';

const read: readonly (readonly [what: string, text: string, name: string])[] = [
  ['a binomial', 'Quercus robur', 'Quercus robur'],
  ['a genus', 'Quercus', 'Quercus'],
  ['a trinomial', 'Puma concolor couguar', 'Puma concolor couguar'],
  ['the shortest names', 'Ia io', 'Ia io'],
  ['an author', 'Salix fragilis L.', 'Salix fragilis'],
  ['an author and a year', 'Bombus ternarius Say, 1837', 'Bombus ternarius'],
  ['an author in brackets', 'Danaus plexippus (Linnaeus, 1758)', 'Danaus plexippus'],
  ['two authors', 'Platanus acerifolia (Aiton) Willd.', 'Platanus acerifolia'],
  ['initials of authors', 'Taraxacum officinale F.H.Wigg.', 'Taraxacum officinale'],
  ['an author of small words', 'Orchis mascula van der Berg', 'Orchis mascula'],
  ['one author after another', 'Nostoc commune ex Bornet & Flahault', 'Nostoc commune'],
  ['authors left out', 'Rana aurora et al.', 'Rana aurora'],
  [
    'an author of a variety',
    'Acer negundo var. californicum (Torr. & A.Gray) Sarg.',
    'Acer negundo californicum',
  ],
  ['a subgenus', 'Bombus (Pyrobombus) ternarius', 'Bombus ternarius'],
  ['a subspecies mark', 'Cervus canadensis ssp. nelsoni', 'Cervus canadensis nelsoni'],
  ['a rank without its point', 'Cervus canadensis subsp nelsoni', 'Cervus canadensis nelsoni'],
  ['a form', 'Lilium martagon f. album', 'Lilium martagon album'],
  ['a section', 'Hieracium sect. Foliosa', 'Hieracium'],
  ['a hybrid', 'Salix × fragilis', 'Salix fragilis'],
  ['a hybrid mark that touches', 'Platanus ×hispanica', 'Platanus hispanica'],
  ['a hybrid written x', 'Platanus x hispanica', 'Platanus hispanica'],
  ['a hybrid genus', '×Cupressocyparis leylandii', 'Cupressocyparis leylandii'],
  ['a hybrid genus apart', '× Cupressocyparis leylandii', 'Cupressocyparis leylandii'],
  ['a hybrid genus written x', 'x Cuprocyparis leylandii', 'Cuprocyparis leylandii'],
  ['a cultivar', "Camellia japonica 'Alba'", 'Camellia japonica'],
  ['a cultivar with an apostrophe', "Camellia japonica 'Bob's Tinsie'", 'Camellia japonica'],
  ['a cultivar in curly quotes', 'Rosa ‘Peace’', 'Rosa'],
  ['an aggregate', 'Rubus fruticosus agg.', 'Rubus fruticosus'],
  ['a complex', 'Rana pipiens complex', 'Rana pipiens'],
  ['a group joined by a hyphen', 'Formica rufa-group', 'Formica rufa'],
  ['a name in the wide sense', 'Cortinarius violaceus s.l.', 'Cortinarius violaceus'],
  ['a hyphen', 'Capsella bursa-pastoris', 'Capsella bursa-pastoris'],
  ['an apostrophe in an epithet', "Hyla d'orbignyana", 'Hyla dorbignyana'],
  ['underscores', 'Hyperolius_marmoratus_verrucosus', 'Hyperolius marmoratus verrucosus'],
  ['diacritics', 'Isoëtes lacustris', 'Isoetes lacustris'],
  ['diacritics as marks of their own', 'Isoe\u0308tes lacustris', 'Isoetes lacustris'],
  ['double spaces', ' Lysichiton  americanus ', 'Lysichiton americanus'],
  ['a space that does not break', 'Quercus\u00a0robur', 'Quercus robur'],
  ['a byte-order mark', '\ufeffQuercus robur', 'Quercus robur'],
  ['a remark in brackets', 'Magicicada septendecim [sic]', 'Magicicada septendecim'],
];

for (const [what, text, name] of read) {
  test(`parseScientificName() reads ${what}`, (t) => {
    const parsed = parseScientificName(text);
    t.is(parsed?.text, name);
    t.is([parsed?.genus, ...(parsed?.epithets ?? [])].join(' '), name);
    t.false(parsed?.isUnresolved);
  });
}

const unresolved: readonly (readonly [text: string, name: string])[] = [
  ['Amanita cf. muscaria', 'Amanita muscaria'],
  ['Amanita aff. muscaria', 'Amanita muscaria'],
  ['Carex nr. nigra', 'Carex nigra'],
  ['Amanita sp.', 'Amanita'],
  ['Amanita spp.', 'Amanita'],
  ['Amanita sp', 'Amanita'],
  ['Amanita sp. nov.', 'Amanita'],
  ['Amanita sp. red cap', 'Amanita'],
  ['Amanita indet.', 'Amanita'],
];

for (const [text, name] of unresolved) {
  test(`parseScientificName() takes "${text}" for unresolved`, (t) => {
    const parsed = parseScientificName(text);
    t.is(parsed?.text, name);
    t.true(parsed?.isUnresolved);
  });
}

test('parseScientificName() reads no name where none begins', (t) => {
  for (const text of ['', ' ', '×', 'robur', 'quercus robur', '7-spotted ladybird', 'Q. robur']) {
    t.is(parseScientificName(text), undefined, text);
  }
});

test('parseScientificName() never throws, and reads what it wrote', (t) => {
  const words = fc.constantFrom('Salix', 'alba', '×', 'x', 'cf.', 'var.', '(L.)', "'", '_', 'é');
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseScientificName(text);
      if (parsed === undefined) return;
      t.regex(parsed.text, /^[A-Z][A-Za-z-]+( [a-z-]+){0,3}$/);
      t.deepEqual(parseScientificName(parsed.text), { ...parsed, isUnresolved: false });
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('capitalised() lets a name begin with a capital, and does not shout', (t) => {
  t.is(capitalised('amanita_muscaria'), 'Amanita_muscaria');
  t.is(capitalised('QUERCUS ROBUR'), 'Quercus robur');
  t.is(capitalised('Quercus robur L.'), 'Quercus robur L.');
  t.is(capitalised('éclair'), 'Éclair');
  t.is(capitalised(''), '');
});

const alike: readonly (readonly string[])[] = [
  ['albus', 'alba', 'album', 'albi'],
  ['hookeri', 'hookerii', 'hookerae'],
  ['laevis', 'laeve', 'levis'],
  ['caerulea', 'coerulea', 'ceruleus'],
  ['viridis', 'viride'],
  ['carolinensis', 'carolinense'],
  ['glaber', 'glabra', 'glabrum'],
  ['pulcher', 'pulchra', 'pulchrum'],
  ['sylvaticus', 'sylvatica'],
  ['smithorum', 'smithi', 'smithii'],
  ['novae-angliae', 'novaeangliae'],
];

for (const epithets of alike) {
  test(`epithetStem() is one for ${epithets.join(', ')}`, (t) => {
    t.is(new Set(epithets.map(epithetStem)).size, 1);
  });
}

test('epithetStem() tells other epithets apart, and keeps short ones whole', (t) => {
  t.is(epithetStem('io'), 'io');
  t.is(epithetStem('ilia'), 'ili');
  t.not(epithetStem('alpinus'), epithetStem('alpestris'));
  t.not(epithetStem('virginianus'), epithetStem('virginicus'));
});

test('epithetStem() keeps three letters at least', (t) => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (epithet) => {
      const stem = epithetStem(epithet);
      t.true(stem.length <= epithet.length);
      const letters = epithet.replaceAll('ae', 'e').replaceAll('oe', 'e').length;
      t.true(stem.length >= Math.min(3, letters), `${epithet} ${stem}`);
    }),
  );
});
