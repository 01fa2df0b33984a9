export { adoptionText } from './adoption-text.ts';
export { auditText, certificateCheckText } from './audit-text.ts';
export { buildText } from './build-text.ts';
export { differenceText } from './difference-text.ts';
export { evaluationComparisonText } from './evaluation-comparison-text.ts';
export { evaluationTextOf } from './evaluation-text.ts';
export { explanationText } from './explain-text.ts';
export { gateText } from './gate-text.ts';
export { ledgerText } from './ledger-text.ts';
export { metricsComparisonText, metricsText } from './metrics-text.ts';
export { modelText } from './model-text.ts';
export { scoreLedgerText } from './score-ledger-text.ts';
export {
  type FetchRow,
  fetchText,
  sourceListText,
  sourceVerificationText,
} from './sources-text.ts';
export { speciesPlanText } from './species-plan-text.ts';
export { bytesText, numberText, tableText } from './table.ts';
export { tombstonesText } from './tombstones-text.ts';
export { verificationText } from './verification-text.ts';
