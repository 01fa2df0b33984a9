import type { GateResult } from '../gate/index.ts';
import { tableText } from './table.ts';

/** Every judgement of a gate, its waivers, and the verdict as the last line. */
export function gateText({ gate, today, verdict, judgements, idleWaivers }: GateResult): string {
  const rows = judgements.map(({ rule, subject, verdict: said, why, waiver }) => {
    const shown = waiver === undefined ? said : `${said}, waived`;
    return [
      shown,
      rule,
      subject,
      waiver === undefined ? why : `${waiver.reason} (until ${waiver.expires})`,
    ];
  });
  const idle = idleWaivers.map(({ waiver, isExpired }) => {
    const state = isExpired ? `expired on ${waiver.expires}` : 'had nothing to waive';
    return `  Waiver of ${waiver.rule} ${waiver.subject} ${state}\n`;
  });
  const blocking = judgements.filter(
    ({ verdict: said, waiver }) => said !== 'pass' && waiver === undefined,
  ).length;
  const reason = blocking === 0 ? '' : `: ${blocking} of ${judgements.length} judgements block`;
  return `${tableText(['verdict', 'rule', 'subject', 'why'], rows)}${idle.join('')}\nGate ${gate} on ${today}: ${verdict}${reason}\n`;
}
