import { existsSync } from 'node:fs';
import test from 'ava';
import {
  confusion,
  imagenet21k,
  isAgreed,
  judgeLabelled,
  labelledTaxa,
  mirror,
} from '../support/overlap-figures.ts';

// The list of ImageNet-21K is not part of this project. Where it lies beside the checkout it is read.
const hasLists = existsSync(mirror);
const onRealLists = hasLists ? test : test.skip;
const judged = hasLists ? judgeLabelled(await imagenet21k()) : [];

test('labelledTaxa() has 321 rows, of all seven groups in each tier that they can be in', (t) => {
  const taxa = labelledTaxa();
  t.is(taxa.length, 321);
  t.is(new Set(taxa.map(({ candidate }) => candidate.name)).size, 321);
  if (!hasLists) t.log(`Not judged: no ImageNet-21K at ${mirror}`);
  const groups = 'amphibians arachnids fungi insects microorganisms plants protozoa'.split(' ');
  for (const group of groups) {
    for (const tier of ['T0', 'T1', 'T2', 'T3']) {
      t.true(
        taxa.some((row) => row.group === group && row.expected === tier),
        `${group} ${tier}`,
      );
    }
  }
});

onRealLists('Matcher says T0 of all 105 labelled taxa that are a class', (t) => {
  const { T0 } = confusion(judged);
  t.deepEqual(T0, { T0: 105, T1: 0, T2: 0, T3: 0, none: 0, review: 0 });
});

onRealLists('Matcher lets no labelled taxon pass that is a class or whose genus is one', (t) => {
  const passed = judged.filter(({ expected, judgement }) => {
    return ['T0', 'T1'].includes(expected) && ['T2', 'T3', 'none'].includes(judgement.tier);
  });
  t.deepEqual(
    passed.map(({ candidate }) => candidate.name),
    [],
  );
});

onRealLists('Matcher fails no more than three labelled taxa that no class names', (t) => {
  const failed = judged.filter(({ expected, judgement }) => {
    return ['T2', 'T3', 'none'].includes(expected) && ['T0', 'T1'].includes(judgement.tier);
  });
  t.deepEqual(failed.map(({ candidate }) => candidate.name).sort(), [
    'Ophrys tenthredinifera',
    'Polistes dominula',
    'Polystichum munitum',
  ]);
});

onRealLists('Matcher agrees with at least 291 of the 321 labels', (t) => {
  const agreed = judged.filter(isAgreed).length;
  t.log(`${agreed} of ${judged.length}`);
  t.true(agreed >= 291, `${agreed}`);
});

onRealLists('Matcher names the labelled class wherever it agrees on T0, T1 or review', (t) => {
  const others = judged.filter(isAgreed).filter(({ expected, wnid, judgement }) => {
    if (expected === 'review') return !judgement.doubts?.some((doubt) => doubt.wnid === wnid);
    return ['T0', 'T1'].includes(expected) && judgement.nearest?.wnid !== wnid;
  });
  // A subspecies that is a class by its synonym, and its species by the name: both are T0.
  t.deepEqual(
    others.map(({ candidate }) => candidate.name),
    ['Limenitis arthemis astyanax'],
  );
});
