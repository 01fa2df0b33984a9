import test from 'ava';
import { runChecks } from '../../src/checks/index.ts';
import { asSha256, type Certificate, type Judgement } from '../../src/records/index.ts';
import { speciesRecord, speciesSet } from '../support/species-records.ts';

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const sound = [speciesRecord(1), speciesRecord(2, { group: 'Insects', taxonId: 2 })];

/** A certificate of species by taxon id, each with a name and what is said of it. */
function certificate(
  species: readonly (readonly [id: number, name: string, tier: Judgement['tier']])[],
): Certificate {
  const sha256 = asSha256('0'.repeat(64));
  return {
    toolkit: 'test',
    input: { format: 'test', columns: {}, sha256, candidates: species.length, leftOut: [] },
    wordnet: { version: '3.0', sha256 },
    against: [{ name: 'imagenet-21k', title: 'ImageNet-21K', sha256, classes: 1 }],
    failsFrom: 'T1',
    decisions: { used: 0 },
    counts: {},
    nested: [],
    verdict: 'pass',
    covers: [],
    ancestors: [],
    candidates: species.map(([id, name, tier]) => ({
      id: String(id),
      name,
      tried: [name],
      judgements: [{ against: 'imagenet-21k', tier, path: [] }],
    })),
  };
}

const certified: readonly (readonly [
  what: string,
  species: Parameters<typeof certificate>[0],
  codes: readonly string[],
])[] = [
  [
    'every species by its taxon',
    [
      [1, 'Genus species1', 'T3'],
      [2, 'Genus species2', 'T2'],
    ],
    [],
  ],
  [
    'one species under another name, and lacks one',
    [[1, 'Genus specie', 'T3']],
    ['species-without-certificate', 'species-without-certificate'],
  ],
  [
    'a species that overlaps, and one that nobody has decided',
    [
      [1, 'Genus species1', 'T1'],
      [2, 'Genus species2', 'review'],
    ],
    ['overlap-undecided', 'overlaps'],
  ],
];

for (const [what, species, codes] of certified) {
  test(`overlap of species, where the certificate holds ${what}`, async (t) => {
    const splits = { kind: 'all', split: 'test' } as const;
    const context = { classSet: speciesSet, splits, presentSplits: {} };
    const [report] = await runChecks(
      [{ check: 'overlap', against: ['imagenet-21k'] }],
      { ...context, certificate: certificate(species) },
      stream(sound),
      stream([]),
    );
    t.deepEqual(
      report?.findings.map(({ code }) => code),
      codes,
    );
    t.is(report?.verdict, codes.length === 0 ? 'pass' : 'fail');
  });
}
