import test, { type ExecutionContext } from 'ava';
import type { Candidate } from '../../../src/lexicon/index.ts';
import type { DoubtKind, Judgement } from '../../../src/records/index.ts';
import { judge, names, plain, taxon } from '../../support/nouns.ts';

// How a list of species has been held against ImageNet wrongly, with real examples of each way.

const trueFrogs =
  'kingdom:Animalia > phylum:Chordata > class:Amphibia > order:Anura > family:Ranidae';
const amanitas = 'kingdom:Fungi > order:Agaricales > family:Amanitaceae > genus:Amanita';
const deer = 'kingdom:Animalia > class:Mammalia > order:Artiodactyla > family:Cervidae';
const accentors = 'kingdom:Animalia > class:Aves > family:Prunellidae > genus:Prunella';
const selfHeals = 'kingdom:Plantae > order:Lamiales > family:Lamiaceae > genus:Prunella';

const isReview = (
  t: ExecutionContext,
  { tier, doubts = [] }: Judgement,
  kind: DoubtKind,
  ...wnids: readonly (string | undefined)[]
) => {
  t.is(tier, 'review');
  t.deepEqual(
    doubts.map((doubt) => [doubt.kind, doubt.wnid]),
    wnids.map((wnid) => [kind, wnid]) as never,
  );
};

test('1: Matcher takes a capitalised everyday name for no species', (t) => {
  // "African daisy" and "Venus flytrap" have the form of a species.
  const daisy = judge(plain('African daisy'), 'all-nouns');
  t.is(daisy.tier, 'T0');
  t.deepEqual(
    daisy.path.map(({ by }) => by),
    ['name', 'lemma'],
  );
  const flytrap = judge(plain('Venus flytrap'), ['n12782915']);
  t.is(flytrap.tier, 'T0');
  t.is(flytrap.path[0]?.text, "Venus's flytrap");
});

test('2: Matcher tells a genus of birds from the genus of plants with the same name', (t) => {
  const selfHeal = ['n12863234'];
  t.is(judge(taxon('Prunella collaris', accentors), selfHeal).tier, 'none');
  t.is(judge(taxon('Prunella vulgaris', selfHeals), selfHeal).tier, 'T0');
  t.is(judge(taxon('Prunella modularis', accentors), ['n01527347', 'n12863234']).tier, 'T0');
});

test('2: Matcher asks where nothing says which kingdom a homonym is of', (t) => {
  const judgement = judge(taxon('Prunella grandiflora'), ['n12863234']);
  isReview(t, judgement, 'homonym', 'n01527055', 'n12863026');
});

test('3: Matcher finds a moved species by the synonym that its record carries', (t) => {
  const moved = taxon('Lithobates catesbeianus', `${trueFrogs} > genus:Lithobates`, {
    synonyms: names('invalid name', 'Rana catesbeiana'),
  });
  const { tier, nearest, path } = judge(moved, ['n01639765', 'n01641577']);
  t.is(tier, 'T0');
  t.is(nearest?.wnid, 'n01641577' as never);
  t.deepEqual(
    path.map(({ by, text }) => `${by} ${text}`),
    ['synonym Rana catesbeiana', 'lemma bullfrog'],
  );
});

test('3: Matcher asks where a moved species carries no synonym', (t) => {
  const moved = taxon('Lithobates catesbeianus', `${trueFrogs} > genus:Lithobates`);
  const judgement = judge(moved, ['n01639765', 'n01641577']);
  isReview(t, judgement, 'same-epithet', 'n01641577');
  t.is(judgement.proven, 'T2');
});

test('4: Matcher never decides on a common name', (t) => {
  const wapitiAndMoose = ['n02431785', 'n02432983'];
  const sika = taxon('Cervus nippon', `${deer} > genus:Cervus`, {
    vernaculars: names('en', 'Elk'),
  });
  isReview(t, judge(sika, wapitiAndMoose), 'vernacular', ...wapitiAndMoose);
});

test('4: Matcher asks which elk is meant, unless every one of them is a class', (t) => {
  isReview(t, judge(plain('elk'), ['n02431122']), 'homonym', 'n02431122');
  t.is(judge(plain('elk'), ['n02431122', 'n02431785', 'n02432983']).tier, 'T0');
});

const covering: readonly (readonly [class_: string, wnid: string, tier: string])[] = [
  ['true frog', 'n01640846', 'T2'],
  ['frog', 'n01639765', 'T2'],
  ['animal', 'n00015388', 'T3'],
  ['plant', 'n00017222', 'none'],
];

for (const [title, wnid, tier] of covering) {
  test(`5: Matcher says ${tier} of a frog where the class is ${title}`, (t) => {
    const frog = taxon('Pelophylax ridibundus', `${trueFrogs} > genus:Pelophylax`);
    t.is(judge(frog, [wnid]).tier as string, tier);
  });
}

const disputed: readonly (readonly [candidate: Candidate, wnid: string, tier: string])[] = [
  [
    taxon(
      'Physarum viride',
      'kingdom:Protozoa > phylum:Amoebozoa > class:Myxomycetes > order:Physarales > genus:Physarum',
    ),
    'n12975804', // true slime mold, a fungus for WordNet
    'T2',
  ],
  [
    taxon(
      'Nostoc commune',
      'kingdom:Bacteria > phylum:Cyanobacteria > order:Nostocales > family:Nostocaceae > genus:Nostoc',
    ),
    'n01359365', // nostoc
    'T1',
  ],
  [
    taxon(
      'Fucus vesiculosus',
      'kingdom:Chromista > phylum:Ochrophyta > class:Phaeophyceae > family:Fucaceae > genus:Fucus',
    ),
    'n01402600', // brown algae
    'T2',
  ],
];

for (const [candidate, wnid, tier] of disputed) {
  test(`6: Matcher climbs from ${candidate.name} by names where kingdoms disagree`, (t) => {
    const { tier: found, nearest } = judge(candidate, [wnid]);
    t.is(found as string, tier);
    t.is(nearest?.wnid as string, wnid);
  });
}

test('7: Matcher finds a species in the class of its life stage', (t) => {
  const newt = taxon('Notophthalmus viridescens', 'kingdom:Animalia > class:Amphibia');
  t.is(judge(newt, ['n01630901']).tier, 'T0'); // red eft
});

test('7: Matcher finds a moth and its larva, which are two classes, under one name', (t) => {
  const moth = taxon('Ostrinia nubilalis', 'kingdom:Animalia > order:Lepidoptera', {
    synonyms: names('inactive taxon', 'Pyrausta nubilalis'),
  });
  for (const wnid of ['n02289610', 'n02309841']) t.is(judge(moth, [wnid]).tier, 'T0', wnid);
});

test('7: Matcher asks where a food of the same name is a class', (t) => {
  const coho = taxon('Oncorhynchus kisutch', 'kingdom:Animalia > order:Salmoniformes');
  isReview(t, judge(coho, ['n07796468']), 'product', 'n07796468');
});

for (const name of ['Salix × fragilis', 'Salix x fragilis L.', '×Salix fragilis']) {
  test(`8: Matcher reads the hybrid "${name}"`, (t) => {
    const willow = taxon(name, 'kingdom:Plantae > family:Salicaceae', { rank: 'hybrid' });
    t.is(judge(willow, ['n12728322']).tier, 'T0');
  });
}

test('8: Matcher counts a subspecies to the class of its species', (t) => {
  const given = `${deer} > genus:Cervus > species:Cervus elaphus`;
  for (const ancestry of [given, `${deer} > genus:Cervus`]) {
    const { tier } = judge(taxon('Cervus elaphus scoticus', ancestry), ['n02431122']);
    t.is(tier, 'T0', ancestry);
  }
});

test('8: Matcher says T1 of a species of which a subspecies is a class', (t) => {
  // WordNet has "Cervus elaphus canadensis" beside "Cervus elaphus", not below it.
  const { tier, nearest } = judge(taxon('Cervus elaphus', `${deer} > genus:Cervus`), ['n02431785']);
  t.is(tier, 'T1');
  t.is(nearest?.wnid, 'n02431785' as never);
});

test('8: Matcher asks which species "sp." is, where one of its genus is a class', (t) => {
  isReview(t, judge(taxon('Amanita sp.', amanitas), ['n13003061']), 'unresolved-name', 'n13003061');
});

test('8: Matcher lets no name with "aff." pass, although WordNet has the species', (t) => {
  // It is near Amanita rubescens and another species: which, the name does not say.
  const judgement = judge(taxon('Amanita aff. rubescens', amanitas), ['n13003061']);
  isReview(t, judgement, 'unresolved-name', undefined);
});

const spelt: readonly (readonly [name: string, ancestry: string, wnid: string])[] = [
  ['Rana catesbeianus', trueFrogs, 'n01641577'],
  ['Malaxis unifolia', 'kingdom:Plantae > family:Orchidaceae', 'n12072210'],
  ['Malaxis-unifolia', 'kingdom:Plantae > family:Orchidaceae', 'n12072210'],
  ['malaxis_unifolia', 'kingdom:Plantae > family:Orchidaceae', 'n12072210'],
];

for (const [name, ancestry, wnid] of spelt) {
  test(`9: Matcher takes "${name}" for the class with another ending or hyphen`, (t) => {
    t.is(judge(taxon(name, ancestry), [wnid]).tier, 'T0');
  });
}

test('9: Matcher asks where a name is one letter from a class', (t) => {
  for (const name of ['Amanita muscarea', 'Amanita muscarria']) {
    isReview(t, judge(taxon(name, amanitas), ['n13003061']), 'misspelling', 'n13003061');
  }
  const earthstar = judge(taxon('Astraeus hygrometricus', 'kingdom:Fungi'), ['n13046130']);
  isReview(t, earthstar, 'misspelling', 'n13046130');
});
