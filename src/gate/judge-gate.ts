import { type Verdict, worstOf } from '../records/index.ts';
import type { GateManifest, Waiver } from './gate-manifest.ts';
import type { Judgement } from './judgement.ts';
import { type GateFacts, judgeRule } from './rules.ts';

export interface GateResult {
  readonly gate: string;
  /** The day on which waivers were looked at, `YYYY-MM-DD`. */
  readonly today: string;
  readonly verdict: Verdict;
  readonly judgements: readonly Judgement[];
  /** Waivers that let nothing through: expired, or without a judgement to waive. */
  readonly idleWaivers: readonly { readonly waiver: Waiver; readonly isExpired: boolean }[];
}

/**
 * Judges a release by a gate. A judgement that is no pass blocks unless a waiver that has not
 * expired names its rule, subject and verdict.
 *
 * @param today `YYYY-MM-DD`; a waiver holds to the end of the day it names
 */
export async function judgeGate(
  manifest: GateManifest,
  facts: GateFacts,
  today: string,
): Promise<GateResult> {
  const judgements: Judgement[] = [];
  for (const rule of manifest.rules) judgements.push(...(await judgeRule(rule, facts)));
  const valid = manifest.waivers.filter((waiver) => waiver.expires >= today);
  const waived = judgements.map((judgement) => {
    const waiver = valid.find((candidate) => fits(candidate, judgement));
    return waiver === undefined ? judgement : { ...judgement, waiver };
  });
  const used = new Set(waived.map(({ waiver }) => waiver));
  return {
    gate: manifest.gate,
    today,
    verdict: worstOf(
      waived.map(({ verdict, waiver }) => (waiver === undefined ? verdict : 'pass')),
    ),
    judgements: waived,
    idleWaivers: manifest.waivers
      .filter((waiver) => !used.has(waiver))
      .map((waiver) => ({ waiver, isExpired: waiver.expires < today })),
  };
}

function fits(waiver: Waiver, { rule, subject, verdict }: Judgement): boolean {
  return waiver.rule === rule && waiver.subject === subject && waiver.verdict === verdict;
}
