import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import {
  type GateFacts,
  type GateManifest,
  judgeGate,
  parseGateManifest,
} from '../../src/gate/index.ts';
import type { Claim, ClaimStatus, LedgerEntry, Verdict } from '../../src/records/index.ts';

function entry(name: string, status: ClaimStatus): LedgerEntry {
  const claim: Claim = {
    claim: name,
    printed: '1',
    unit: '',
    where: 'x',
    query: 'x',
    needs: [],
    facts: [],
    remark: '',
  };
  return { claim, computed: status === 'reproduced' ? 1 : null, status, why: '' };
}

const facts: GateFacts = {
  reports: [{ check: 'leaks', verdict: 'pass', figures: {}, findings: [] }],
  ledger: [entry('a', 'reproduced')],
  records: 8,
  skippedPerReason: {},
  deviations: [],
  ask: async () => 5,
};

const leaky: GateFacts = {
  ...facts,
  reports: [
    {
      check: 'leaks',
      verdict: 'fail',
      figures: {},
      findings: [{ code: 'clip-shared', level: 'fault', subject: 'x', values: {} }],
    },
  ],
};

const waiver = {
  rule: 'check',
  subject: 'leaks/clip-shared',
  verdict: 'fail',
  reason: 'Known',
  expires: '2027-01-31',
} as const;

function gate(rules: GateManifest['rules'], waivers: GateManifest['waivers'] = []): GateManifest {
  return { gate: 'tiny', rules, waivers };
}

const rows: readonly (readonly [
  what: string,
  manifest: GateManifest,
  facts: GateFacts,
  verdict: Verdict,
])[] = [
  [
    'a clean release',
    gate([{ kind: 'verified' }, { kind: 'check', check: 'leaks' }, { kind: 'claims' }]),
    facts,
    'pass',
  ],
  ['a file that deviates', gate([{ kind: 'verified' }]), { ...facts, deviations: ['x'] }, 'fail'],
  ['a check with a fault', gate([{ kind: 'check', check: 'leaks' }]), leaky, 'fail'],
  ['a check that was not run', gate([{ kind: 'check', check: 'masks' }]), facts, 'unknown'],
  [
    'a claim that differs',
    gate([{ kind: 'claims' }]),
    { ...facts, ledger: [entry('a', 'differs')] },
    'fail',
  ],
  [
    'a claim that could not be judged',
    gate([{ kind: 'claims' }]),
    { ...facts, ledger: [entry('a', 'unknown')] },
    'unknown',
  ],
  [
    'a claim the source cannot tell',
    gate([{ kind: 'claims' }]),
    { ...facts, ledger: [entry('a', 'not-reproducible')] },
    'unknown',
  ],
  ['no claims at all', gate([{ kind: 'claims' }]), { ...facts, ledger: [] }, 'unknown'],
  [
    'too many left out',
    gate([{ kind: 'skipped', atMost: 1 }]),
    { ...facts, skippedPerReason: { a: 1, b: 1 } },
    'fail',
  ],
  [
    'as many left out as accepted',
    gate([{ kind: 'skipped', atMost: 2 }]),
    { ...facts, skippedPerReason: { a: 1, b: 1 } },
    'pass',
  ],
  [
    'only accepted reasons',
    gate([{ kind: 'skipped', otherThan: ['a'], atMost: 0 }]),
    { ...facts, skippedPerReason: { a: 9 } },
    'pass',
  ],
  [
    'another reason',
    gate([{ kind: 'skipped', otherThan: ['a'], atMost: 0 }]),
    { ...facts, skippedPerReason: { b: 1 } },
    'fail',
  ],
  [
    'no more than a share left out',
    gate([{ kind: 'skipped', reasons: ['a'], atMostShare: 0.2 }]),
    { ...facts, skippedPerReason: { a: 2, b: 90 } },
    'pass',
  ],
  [
    'more than a share left out',
    gate([{ kind: 'skipped', reasons: ['a'], atMost: 3, atMostShare: 0.2 }]),
    { ...facts, skippedPerReason: { a: 3 } },
    'fail',
  ],
  [
    'a figure within bounds',
    gate([{ kind: 'bound', name: 'n', query: 'x', min: 5, max: 5 }]),
    facts,
    'pass',
  ],
  [
    'a figure below its bound',
    gate([{ kind: 'bound', name: 'n', query: 'x', min: 6 }]),
    facts,
    'fail',
  ],
  [
    'a figure above its bound',
    gate([{ kind: 'bound', name: 'n', query: 'x', max: 4 }]),
    facts,
    'fail',
  ],
  [
    'a figure that is not there',
    gate([{ kind: 'bound', name: 'n', query: 'x', max: 4 }]),
    { ...facts, ask: async () => null },
    'unknown',
  ],
  ['a fault that is waived', gate([{ kind: 'check', check: 'leaks' }], [waiver]), leaky, 'pass'],
  [
    'a fault whose waiver names another',
    gate([{ kind: 'check', check: 'leaks' }], [{ ...waiver, subject: 'leaks/other' }]),
    leaky,
    'fail',
  ],
  [
    'a fault whose waiver is for the unknown',
    gate([{ kind: 'check', check: 'leaks' }], [{ ...waiver, verdict: 'unknown' }]),
    leaky,
    'fail',
  ],
];

test('judgeGate() says why a bound is as it is where a figure lies outside', async (t) => {
  const bound = { kind: 'bound', name: 'n', query: 'x', remark: 'Four deviations' } as const;
  const whyOf = async (max: number) => {
    const { judgements } = await judgeGate(gate([{ ...bound, max }]), facts, '2026-01-01');
    return judgements[0]?.why;
  };
  t.is(await whyOf(4), '5, at most 4 accepted. Four deviations');
  t.is(await whyOf(5), '5, at most 5 accepted');
});

for (const [what, manifest, known, verdict] of rows) {
  test(`judgeGate() says ${verdict} of ${what}`, async (t) => {
    t.is((await judgeGate(manifest, known, '2027-01-31')).verdict, verdict);
  });
}

test('judgeGate() lets a waiver hold to the end of its day, and says when it has expired', async (t) => {
  const manifest = gate([{ kind: 'check', check: 'leaks' }], [waiver]);
  t.is((await judgeGate(manifest, leaky, '2027-01-31')).verdict, 'pass');
  const late = await judgeGate(manifest, leaky, '2027-02-01');
  t.is(late.verdict, 'fail');
  t.deepEqual(late.idleWaivers, [{ waiver, isExpired: true }]);
  t.deepEqual((await judgeGate(manifest, facts, '2027-01-01')).idleWaivers, [
    { waiver, isExpired: false },
  ]);
});

test('judgeGate() counts the faults that a check found, not those it lists', async (t) => {
  const reports = leaky.reports.map((report) => ({
    ...report,
    figures: { found: { 'clip-shared': 450 } },
  }));
  const [judgement] = (
    await judgeGate(gate([{ kind: 'check', check: 'leaks' }]), { ...leaky, reports }, '2027-01-31')
  ).judgements;
  t.is(judgement?.why, '450 found, such as x');
});

test('judgeGate() says how large a share was left out', async (t) => {
  const { judgements } = await judgeGate(
    gate([{ kind: 'skipped', atMost: 9, atMostShare: 0.25 }]),
    { ...facts, skippedPerReason: { a: 1 } },
    '2027-01-31',
  );
  t.is(
    judgements[0]?.why,
    '1 left out (1 a), at most 9 accepted, 11.11 % of them and the records, at most 25 % accepted',
  );
});

test('parseGateManifest() refuses what is no gate, naming the place', (t) => {
  const parse = (value: unknown) => () => parseGateManifest(value, 'g.json');
  const base = { schema: 1, gate: 'g', rules: [{ kind: 'verified' }] };
  t.notThrows(parse(base));
  t.throws(parse({ ...base, rules: [] }), {
    instanceOf: InvalidInput,
    message: /g\.json at rules/,
  });
  t.throws(parse({ ...base, rules: [{ kind: 'hope' }] }), { message: /g\.json at rules\[0\]/ });
  t.throws(parse({ ...base, rules: [{ kind: 'bound', name: 'n', query: 'q' }] }), {
    message: /needs min or max/,
  });
  t.throws(parse({ ...base, rules: [{ kind: 'skipped' }] }), {
    message: /needs atMost or atMostShare/,
  });
  t.throws(parse({ ...base, rules: [{ kind: 'skipped', atMostShare: 2 }] }), {
    message: /rules\[0\]\.atMostShare/,
  });
  t.throws(parse({ ...base, waivers: [{ ...waiver, expires: 'never' }] }), {
    message: /waivers\[0\]\.expires/,
  });
  t.throws(parse({ ...base, waivers: [{ ...waiver, reason: '' }] }), {
    message: /waivers\[0\]\.reason/,
  });
  t.throws(parse({ ...base, schema: 2 }), { message: /schema/ });
});
