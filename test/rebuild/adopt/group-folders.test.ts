import test from 'ava';
import { groupFinder } from '../../../src/rebuild/adopt/group-folders.ts';

const groups = ['Plants', 'Fungi', 'Insects', 'Amphibians', 'Protozoa'];

test('groupFinder() knows a group in any case, with or without its final "s"', (t) => {
  const groupOf = groupFinder(groups);
  t.is(groupOf('plants'), 'Plants');
  t.is(groupOf('Plant'), 'Plants');
  t.is(groupOf('INSECT'), 'Insects');
  t.is(groupOf('fungi'), 'Fungi');
  for (const other of ['fungus', 'fish', 'protozoan', '', 's', 'plantss']) {
    t.is(groupOf(other), undefined, other);
  }
});

test('groupFinder() leaves out what fits two groups, but not the name of one', (t) => {
  const groupOf = groupFinder(['Bas', 'Ba', 'Alga']);
  t.is(groupOf('bas'), 'Bas');
  t.is(groupOf('ba'), 'Ba');
  t.is(groupOf('algas'), 'Alga');
  t.is(groupFinder(['Bas s', 'Bas'])('bas'), 'Bas');
});
