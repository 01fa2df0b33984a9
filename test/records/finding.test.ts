import test from 'ava';
import { type CheckReport, countFindings, type Finding } from '../../src/records/index.ts';

test('countFindings() counts what a report lists, or found where it lists less', (t) => {
  const finding = (code: string, level: Finding['level']): Finding => ({
    ...{ code, level, subject: 'x', values: {} },
  });
  const findings = [finding('a', 'fault'), finding('b', 'note'), finding('b', 'note')];
  const mixed = [finding('c', 'fault'), finding('c', 'unjudged')];
  const found = { a: 300, b: 1, c: 900, d: { e: 1 } };
  const report: CheckReport = {
    check: 'x',
    verdict: 'fail',
    figures: { found },
    findings: [...findings, ...mixed, finding('d', 'fault')],
  };
  t.is(countFindings(report, 'fault'), 302);
  t.is(countFindings(report, 'fault', 'a'), 300);
  t.is(countFindings(report, 'note'), 2);
  t.is(countFindings(report, 'unjudged'), 1);
  for (const figures of [{}, { found: null }, { found: 'many' }] as const)
    t.is(countFindings({ ...report, figures }, 'fault'), 3);
});
