import test from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { parseProtocol } from '../../src/records/index.ts';

const protocol = {
  schema: 1,
  name: 'mine',
  source: 'this test',
  positive: 'anomaly',
  fpr95: 'nearest',
  aupr: 'average-precision',
  aggregation: 'pooled',
  void: 'ignored',
};

test('parseProtocol() leaves the schema behind when all terms are stated', (t) => {
  const { schema: _, ...rest } = protocol;
  t.deepEqual(parseProtocol(protocol, 'here'), rest as never);
});

for (const [title, change, message] of [
  ['schema is not 1', { schema: 2 }, /here at schema/],
  ['positive class is unknown', { positive: 'in' }, /here at positive/],
  ['rule of FPR95 is unknown', { fpr95: 'first' }, /here at fpr95/],
  ['kind of AUPR is unknown', { aupr: 'interpolated' }, /here at aupr/],
  ['aggregation is unknown', { aggregation: 'mean' }, /here at aggregation/],
  ['void policy is missing', { void: undefined }, /here at void/],
  ['name is no name', { name: '../x' }, /here at name/],
  ['source is empty', { source: '' }, /here at source/],
  ['a term is not known', { threshold: 0.5 }, /here/],
] as const) {
  test(`parseProtocol() refuses a protocol when its ${title}`, (t) => {
    const error = t.throws(() => parseProtocol({ ...protocol, ...change }, 'here'), {
      instanceOf: InvalidInput,
    });
    t.regex(error.message, message);
  });
}
