import test from 'ava';
import fc from 'fast-check';
import type { CandidateList } from '../../src/audit/candidates/candidate-list.ts';
import { readTaxa } from '../../src/audit/candidates/taxa-data.ts';
import { TaxaTable } from '../../src/audit/candidates/taxa-table.ts';
import { type Judged, type JudgeOptions, RangeJudge } from '../../src/audit/judge-range.ts';
import { hashBytes } from '../../src/io/index.ts';
import { Matcher } from '../../src/lexicon/index.ts';
import { openDataTaxa } from '../support/audit-input.ts';
import { classList, lexicon } from '../support/nouns.ts';

/** Bullfrog, monarch butterfly, white oak, oak, wolf, frog, ant, finch, fungus. */
const wnids =
  'n01641577 n02281406 n12270946 n12268246 n02114100 n01639765 n02219486 n01529672 n12992868';
const sets = [classList(wnids.split(' '), 'some'), classList('all-nouns', 'nouns')];

/** Above all else: what WordNet knows, what it does not, and a family below nothing. */
const above = [
  [1, '', '100', 'stateofmatter', 'Life', 'true'],
  [2, '1', '70', 'kingdom', 'Animalia', 'true'],
  [3, '1', '70', 'kingdom', 'Plantae', 'true'],
  [4, '1/2', '30', 'family', 'Ranidae', 'true'],
  [5, '1/2', '30', 'family', 'Nymphalidae', 'true'],
  [6, '1/3', '30', 'family', 'Fagaceae', 'true'],
  [7, '1/2', '30', 'family', 'Xanthozoidae', 'true'],
  [8, '', '30', 'family', 'Unplacedidae', 'true'],
  [9, '1/2/4', '20', 'genus', 'Rana', 'true'],
  [10, '1/2/7', '20', 'genus', 'Crophizoa', 'false'],
  [11, '1/3/6', '20', 'genus', 'Quercis', 'true'],
  [12, '1/2/5/77', '15', 'subgenus', 'Danaus', 'true'],
] as const;
const ancestries = [
  '',
  '1',
  ...above.slice(3).map(([id, path]) => (path === '' ? `${id}` : `${path}/${id}`)),
  '1/2/999',
];

const genus = fc.constantFrom(
  ...[
    'Maclozo',
    'Maclozo',
    'Maclozo',
    'Crophizoa',
    'Crophizoa',
    'Rana',
    'Quercus',
    'Quercis',
    'Danaus',
    'Danauss',
    'Crophizoa',
    'Maclozo',
    'Bufo',
    'Eimeria',
  ],
  ...['RANA', 'rana', 'Ránа', 'Pseudo-nitzschia', '× Maclozo', 'X', 'Maclozo (Crophizoa)'],
);
const epithet = fc.constantFrom(
  ...['catesbeiana', 'catesbeianus', 'plexippus', 'plexipus', 'alba', 'albus', 'robur', 'niger'],
  ...[
    'zophixan',
    'trimacbus',
    'laevis',
    'canadensis',
    'hookeri',
    'sp.',
    'cf. alba',
    'aff. zophixan',
  ],
  ...['group', 'sensu', 'indet', 'alb', 'ALBA', 'älba', 'zo-phixan', 'alba alba', 'zophixan minor'],
  ...['zophixan ssp. minor', '× alba', 'alba ', ' alba', '"red"', 'alba Smith, 1837', 'st1'],
);
const name = fc.oneof(
  { arbitrary: fc.tuple(genus, epithet).map((words) => words.join(' ')), weight: 4 },
  { arbitrary: genus, weight: 1 },
);
const row = fc.tuple(
  fc.constantFrom(...ancestries),
  fc.oneof(
    { arbitrary: fc.constantFrom('species', 'genus'), weight: 6 },
    { arbitrary: fc.constantFrom('subspecies', 'hybrid', 'family', '', 'speciess'), weight: 1 },
  ),
  name,
  fc.constantFrom('true', 'true', 'true', 'false'),
);

function tableOf(rows: readonly (readonly [string, string, string, string])[]): TaxaTable {
  const below = rows.map(([path, rank, text, isActive], i) => {
    return [100 + i, path, '10', rank, text, isActive];
  });
  const bytes = Buffer.from(openDataTaxa([...above, ...below]));
  return new TaxaTable(readTaxa(new Uint8Array(bytes), hashBytes(bytes), 'taxa.csv'));
}

/** The same candidates, in a list that says nothing of what they have in common. */
function oneByOne(table: TaxaTable): CandidateList {
  const { format, columns, sha256, where, leftOut, size } = table;
  const at = (place: number) => table.at(place);
  return { format, columns, sha256, where, leftOut, size, at, has: (id) => table.has(id) };
}

/** One for tables and one for lists: what one of them remembers is of no use to the other. */
const matchers = [new Matcher(lexicon, sets), new Matcher(lexicon, sets)] as const;

function judged(list: CandidateList, options: JudgeOptions): Judged {
  const matcher = matchers[list instanceof TaxaTable ? 0 : 1];
  const judge = new RangeJudge(matcher, list, options);
  return judge.judge({ from: 0, to: list.size });
}

const options = fc.record({
  failsFrom: fc.constantFrom('T0' as const, 'T1' as const, 'T3' as const),
  withLines: fc.constant(true),
  decisions: fc.constantFrom(
    { byDoubt: new Map() },
    { byDoubt: new Map([['Maclozo alba\nn12270946', 'different' as const]]) },
  ),
});

test('RangeJudge judges taxa of a table as it judges each alone', (t) => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 20, maxLength: 300, size: 'max' }),
      options,
      (rows, given) => {
        const table = tableOf(rows);
        const { lines, tally, ...rest } = judged(table, given);
        const {
          lines: wantedLines,
          tally: wantedTally,
          ...wanted
        } = judged(oneByOne(table), given);
        t.is(Buffer.from(lines ?? []).toString(), Buffer.from(wantedLines ?? []).toString());
        t.deepEqual(tally, wantedTally);
        t.deepEqual(rest, wanted);
      },
    ),
    { numRuns: 100 },
  );
});

test('RangeJudge gives lines that are JSON, and their digest', (t) => {
  const table = tableOf([['1/2/7', 'species', 'Crophizoa zophixan', 'true']]);
  const { lines = new Uint8Array(), sha256 } = judged(table, {
    failsFrom: 'T1',
    withLines: true,
    decisions: { byDoubt: new Map() },
  });
  t.is(sha256, hashBytes(lines));
  const entries = JSON.parse(`[${Buffer.from(lines).toString()}]`);
  t.is(entries.length, table.size);
});

test('readTaxa() reads rows in any order as those that ascend', (t) => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.nat(), (rows, turn) => {
      const table = tableOf(rows);
      const text = Buffer.from(table.data.bytes).toString();
      const [head = '', ...lines] = text.trimEnd().split('\n');
      const by = turn % lines.length;
      const turned = [head, ...lines.slice(by), ...lines.slice(0, by)].join('\n');
      const bytes = new Uint8Array(Buffer.from(turned));
      const other = new TaxaTable(readTaxa(bytes, table.sha256, 'taxa.csv'));
      const all = (list: TaxaTable) => Array.from({ length: list.size }, (_, i) => list.at(i));
      t.deepEqual(all(other), all(table));
    }),
  );
});
