import test from 'ava';
import { speciesFolders } from '../../../src/rebuild/species/species-folders.ts';
import { taxonOf } from '../../support/made-up-species.ts';

function foldersOf(...species: readonly (readonly [group: string, id: number, name: string])[]) {
  const named = species.map(([group, id, name]) => ({ group, taxon: taxonOf(id, name) }));
  return [...speciesFolders(named).values()];
}

test('speciesFolders() writes names in lower case with underscores', (t) => {
  t.deepEqual(foldersOf(['Fungi', 1, 'Amanita muscaria']), ['amanita_muscaria']);
});

for (const [name, folder] of [
  ['Ligustrum × vulgare', 'ligustrum_x_vulgare'],
  ['Auricularia auricula-judae', 'auricularia_auricula_judae'],
  ['Isoëtes lacustris', 'isoetes_lacustris'],
  ['../../etc/passwd', 'etc_passwd'],
  ['a/b\\c', 'a_b_c'],
  ['Amanita muscaria var. "x"', 'amanita_muscaria_var_x'],
  ['菌', 'taxon_7'],
  ['', 'taxon_7'],
] as const) {
  test(`speciesFolders() makes a safe folder of "${name}"`, (t) => {
    t.deepEqual(foldersOf(['Fungi', 7, name]), [folder]);
  });
}

test('speciesFolders() adds ids where two names of one group come to the same', (t) => {
  const same = ['Fungi', 2, 'Rosa-alba x'] as const;
  t.deepEqual(foldersOf(['Fungi', 1, 'Rosa alba-x'], same), ['rosa_alba_x_1', 'rosa_alba_x_2']);
  t.deepEqual(foldersOf(['Plants', 1, 'Rosa alba'], ['Fungi', 2, 'Rosa alba']), [
    'rosa_alba',
    'rosa_alba',
  ]);
});
