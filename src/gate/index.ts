export { type GateManifest, parseGateManifest } from './gate-manifest.ts';
export { type GateResult, judgeGate } from './judge-gate.ts';
export type { GateFacts } from './rules.ts';
export type { ScoreFacts } from './score-facts.ts';
