import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parseStringPromise } from 'xml2js';
import type { CheckReport, Figures } from '../../src/records/index.ts';
import { balancePlot } from '../../src/release/card/balance-plot.ts';
import { openRelease, verifyRelease } from '../../src/release/index.ts';
import { speciesRecord as record } from '../support/species-records.ts';
import { freezeSpecies, speciesRecipe } from '../support/species-release.ts';

const records = [
  record(1, { observedOn: '2019-05-01' }),
  record(2, { observedOn: '2021-05-01', licence: 'cc0' }),
  record(3, { group: 'Insects', taxonId: 2 }),
];

function balance(figures: Figures): readonly CheckReport[] {
  return [{ check: 'balance', verdict: 'pass', figures, findings: [] }];
}

const hostile = '<script>alert(1)</script>&"\u0007';
const figures = {
  imagesPerGroup: { Fungi: 1234, [hostile]: 5 },
  speciesPerGroup: { Fungi: 12, [hostile]: 1 },
  imagesPerYear: { 1950: 7, 1998: 1, 2020: 3, 2024: 9, unstated: 4 },
};

/** Every text of an element and of those below it. */
function textsIn(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(textsIn);
}

test('the card of species tells groups, draw and licences', async (t) => {
  const release = await freezeSpecies(t, records);
  const card = readFileSync(join(release, 'README.md'), 'utf8');
  for (const line of [
    'license:\n  - cc0-1.0\n  - cc-by-4.0\ntask_categories:',
    '| Fungi |  | 1 | 2 |\n| Insects |  | 1 | 1 |\n',
    '![Species and images per group, images per year](balance.svg)',
    '| Fungi | Fungi | research | 5 | 2 to 20 | 1 | 3 | tiny |\n| Insects | Insecta |',
    '| [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/) | 1 |\n',
    '| [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/) | 2 |\n',
  ])
    t.true(card.includes(line), `${line}\nin\n${card}`);
  t.false(card.includes('license_name'));
});

test('the card of species names the licence of the recipe where a hub knows none', async (t) => {
  const release = await freezeSpecies(t, [...records, record(4, { licence: 'pd' })]);
  const card = readFileSync(join(release, 'README.md'), 'utf8');
  t.regex(card, /^license:\n {2}- cc0-1\.0\n {2}- other\n {2}- cc-by-4\.0\nlicense_name: "One of/m);
});

test('the card of species says nothing of a draw, a plot or licences that it does not know', async (t) => {
  const recipe = {
    ...speciesRecipe({ kind: 'species-archive' }),
    checks: [{ check: 'integrity' }],
  };
  const release = await freezeSpecies(t, records, recipe);
  const card = readFileSync(join(release, 'README.md'), 'utf8');
  t.regex(card, /^license: other\nlicense_name: "One of/m);
  for (const absent of ['How the photos were drawn', 'balance.svg', 'licence | images'])
    t.false(card.includes(absent), absent);
});

test('freezeRelease() writes the plot of species, and verifyRelease() holds it', async (t) => {
  const folder = await freezeSpecies(t, records);
  t.regex(readFileSync(join(folder, 'SHA256SUMS'), 'utf8'), /^[0-9a-f]{64} {2}balance\.svg$/m);
  const release = await openRelease(folder);
  t.teardown(() => release.close());
  const { verdict } = await verifyRelease(release, {
    runTask: async function* (task, items) {
      const work = (await import(task.module))[task.name];
      for (const item of items) yield [await work(item, task.context)];
    },
  });
  t.is(verdict, 'pass');
});

test('balancePlot() draws one SVG that stands alone, with names as text', async (t) => {
  const text = (await balancePlot(balance(figures))) ?? '';
  const svg = await parseStringPromise(text);
  t.is(svg.svg.$.xmlns, 'http://www.w3.org/2000/svg');
  t.is(svg.svg.svg.length, 3);
  const texts = new Set(textsIn(svg));
  for (const expected of ['Fungi', '1,234', '12', '2024', 'no date', 'earlier'])
    t.true(texts.has(expected), expected);
  t.true([...texts].some((found) => found.startsWith('<script>alert(1)')));
  for (const forbidden of [/<script/i, /\son\w+=/i, /href/i, /<style/i, /NaN|undefined/])
    t.notRegex(text, forbidden);
  t.false(text.includes('\u0007'));
});

test('balancePlot() gives the same bytes for the same figures, and nothing without the check', async (t) => {
  const [first, second] = [
    await balancePlot(balance(figures)),
    await balancePlot(balance(figures)),
  ];
  t.is(first, second);
  t.is(await balancePlot([]), undefined);
});

test('balancePlot() draws figures of nothing, and of one year', async (t) => {
  const empty = { imagesPerGroup: { Fungi: 0 }, speciesPerGroup: { Fungi: 0 }, imagesPerYear: {} };
  for (const years of [{}, { unstated: 3 }, { 2020: 1 }, { '0000': 1, 9999: 2 }]) {
    const text = (await balancePlot(balance({ ...empty, imagesPerYear: years }))) ?? '';
    t.notRegex(text, /NaN|undefined/);
    await t.notThrowsAsync(parseStringPromise(text));
  }
});
